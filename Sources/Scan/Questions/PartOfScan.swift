/// Some inquiries, and their results' place in the report.
protocol PartOfScan {
    /// What is to be found out.
    var inquiries: [any Inquiry] { get }

    /// Writes down what was, once they are over.
    func write(to report: inout ScanReport)
}
