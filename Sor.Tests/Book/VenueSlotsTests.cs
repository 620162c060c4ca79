using Sor.Core.Book;

namespace Sor.Tests.Book;

/// <summary>Publishers are Databento's: 2 is Nasdaq's own feed, 81 another of Nasdaq's, 82 a reporting facility, 9 the NYSE's.</summary>
public sealed class VenueSlotsTests
{
    private readonly VenueSlots venues = new();

    [Fact]
    public void Of_several_publishers_of_one_venue_the_first_speaks_and_reporting_facilities_never_do()
    {
        venues.SlotOf(2).ShouldBe(0);
        venues.SlotOf(81).ShouldBe(-1);
        venues.SlotOf(82).ShouldBe(-1);
        venues.SlotOf(9).ShouldBe(1);
        venues.SlotOf(60_000).ShouldBe(2);
        venues.Mics.ShouldBe(["XNAS", "XNYS", "P60000"]);
        (venues.OtherPublisherRecords, venues.NotRoutableRecords).ShouldBe((1, 1));
    }

    [Fact]
    public void Every_further_record_of_a_publisher_gets_the_same_slot_and_is_counted_where_it_has_none()
    {
        for (var i = 0; i < 3; i++)
        {
            venues.SlotOf(9).ShouldBe(0);
            venues.SlotOf(2).ShouldBe(1);
            venues.SlotOf(81).ShouldBe(-1);
            venues.SlotOf(82).ShouldBe(-1);
        }

        venues.Mics.ShouldBe(["XNYS", "XNAS"]);
        (venues.OtherPublisherRecords, venues.NotRoutableRecords).ShouldBe((3, 3));
    }

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(ushort.MaxValue)]
    public void Any_number_can_be_a_publisher(ushort publisher)
    {
        venues.SlotOf(2).ShouldBe(0);
        venues.SlotOf(publisher).ShouldBe(1);
        venues.SlotOf(publisher).ShouldBe(1);
        venues.SlotOf(2).ShouldBe(0);
    }

    [Fact]
    public void A_new_day_finds_venues_anew_and_keeps_each_pair_of_venue_and_publisher_once()
    {
        venues.SlotOf(2).ShouldBe(0);
        venues.SlotOf(9).ShouldBe(1);
        venues.SlotOf(81).ShouldBe(-1);
        venues.Clear();
        venues.Mics.ShouldBeEmpty();

        venues.SlotOf(81).ShouldBe(0);
        venues.SlotOf(2).ShouldBe(-1);
        venues.SlotOf(9).ShouldBe(1);

        venues.Mics.ShouldBe(["XNAS", "XNYS"]);
        venues.AllDays.ShouldBe([("XNAS", 2), ("XNYS", 9), ("XNAS", 81)]);
        venues.OtherPublisherRecords.ShouldBe(2);
    }

    [Fact]
    public void A_venue_more_than_a_book_has_room_for_is_refused_by_its_publisher()
    {
        for (var i = 0; i < InstrumentBook.MaxVenues; i++) venues.SlotOf((ushort)(1_000 + i)).ShouldBe(i);

        Should.Throw<SorException>(() => venues.SlotOf(2_000)).Message.ShouldStartWith("publisher 2000 would be venue 65 of one instrument; 64 are");
    }
}
