import Bench
import Foundation
import FoundationXML
import Testing

@Suite struct SVGPlotTests {
    /// Collects the texts of a document.
    private final class Texts: NSObject, XMLParserDelegate {
        var all: [String] = []
        var elements: [String] = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
            qualifiedName: String?, attributes: [String: String]
        ) {
            elements.append(name)
            if name == "text" { all.append("") }
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) {
            if !all.isEmpty { all[all.count - 1] += text }
        }
    }

    private func parsed(_ report: BenchReport) -> (texts: [String], elements: [String])? {
        let parser = XMLParser(data: Data(SVGPlot(report).text.utf8))
        let texts = Texts()
        parser.delegate = texts
        guard parser.parse() else { return nil }
        return (
            texts.all.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }, texts.elements
        )
    }

    @Test func aThroughputHasACurveForEachDirectionAndShadesWhatIsOmitted() throws {
        let plot = try #require(parsed(Samples.bidirectional))
        #expect(plot.elements.filter { $0 == "polyline" }.count == 2)
        #expect(plot.elements.filter { $0 == "rect" }.count == 2)
        for text in ["sent", "received", "omitted", "Mbits/sec", "0", "50", "100", "seconds"] {
            #expect(plot.texts.contains(text), "\(text)")
        }
    }

    @Test(arguments: [BenchReport.Mode.latency, .handshakes])
    func timesAreLabelledAtTheirPercentiles(mode: BenchReport.Mode) throws {
        let plot = try #require(
            parsed(mode == .latency ? Samples.latency : Samples.handshakes))
        for text in ["p50 130 µs", "p99 1.97 ms", "p99.9 4.40 ms", "99.9", "ms"] {
            #expect(plot.texts.contains(text), "\(text)")
        }
    }

    @Test func whatXMLWouldReadAsMarkupIsEscaped() throws {
        var report = Samples.throughput
        report.start.host = "<a href=\"x\">&'\u{1}\u{FFFF}"
        let plot = try #require(parsed(report))
        #expect(plot.texts.first == "Throughput, <a href=\"x\">&'??:4433")
        #expect(!SVGPlot(report).text.contains("<a"))
    }

    @Test func reportsOfNothingSaySo() throws {
        for mode in [BenchReport.Mode.throughput, .latency, .handshakes] {
            let plot = try #require(parsed(Samples.report(mode)))
            #expect(plot.texts.contains("nothing was measured"))
        }
    }

    @Test func figuresThatAreNoNumbersAreLeftOut() throws {
        var report = Samples.report(.throughput)
        for (start, end) in [
            (0.0, 0.0), (0, .infinity), (.nan, 1), (0, .leastNonzeroMagnitude), (0, 1e-300),
            (0, 1e300),
            (-1e300, 1),
        ] {
            report.intervals.append(
                BenchInterval(
                    start: start, end: end, isReceived: true, bytes: .max, messages: .max))
            let text = SVGPlot(report).text
            #expect(!text.contains("nan") && !text.contains("inf"))
            #expect(parsed(report) != nil)
        }
    }
}
