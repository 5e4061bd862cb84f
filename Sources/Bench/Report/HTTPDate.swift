/// A moment as iperf3 writes it, "Tue, 24 Nov 2026 12:00:00 GMT" (RFC 9110, 5.6.7).
struct HTTPDate {
    let text: String

    init(_ seconds: Int) {
        // Beyond these years there is nobody to be told of.
        let seconds = min(max(seconds, 0), 250_000_000_000)
        let days = seconds / 86_400
        let clock = seconds % 86_400
        let (year, month, day) = Self.date(days)
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][days % 7]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let time = [clock / 3_600, clock / 60 % 60, clock % 60].map(Self.two)
        text =
            "\(weekday), \(Self.two(day)) \(months[month]) \(year) "
            + time.joined(separator: ":") + " GMT"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// The year, the month from 0 and the day from 1, of a day counted from 1970.
    private static func date(_ days: Int) -> (Int, Int, Int) {
        // Years from March on, so that the leap day is the last: 400 of them have 146097 days.
        let day = days + 719_468
        let ofEra = day % 146_097
        let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * ofYear + 2) / 153
        let dayOfMonth = ofYear - (153 * fromMarch + 2) / 5 + 1
        let year = yearOfEra + day / 146_097 * 400 + (fromMarch > 9 ? 1 : 0)
        return (year, (fromMarch + 2) % 12, dayOfMonth)
    }
}
