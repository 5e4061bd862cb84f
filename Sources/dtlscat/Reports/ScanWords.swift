import ClientHello
import DTLS
import Scan

extension RegisteredSuite {
    /// Its number as `0xC02B`.
    var number: String {
        let digits = String(code, radix: 16, uppercase: true)
        return "0x" + String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// Whether it protects nothing, for those who want to break it.
    var isBroken: Bool { isNull || isAnonymous || isExport || hasSmallBlocks }

    /// What is to be said against it.
    var remarks: [String] {
        var remarks: [String] = []
        if isNull { remarks.append("no encryption") }
        if isAnonymous { remarks.append("anonymous") }
        if isExport { remarks.append("export") }
        if hasSmallBlocks { remarks.append("64-bit blocks") }
        if isCBC { remarks.append("CBC") }
        if !isForwardSecret { remarks.append("no forward secrecy") }
        return remarks
    }
}

extension ServerKeyExchange.Group {
    /// In words.
    var text: String {
        switch self {
        case .named(let group): "\(group)"
        case .prime(let bits): "a prime of \(bits) bits"
        case .explicitCurve: "a curve that is written out"
        }
    }
}

extension ScanReport.HelloAnswer {
    /// In words.
    var text: String {
        switch self {
        case .answered: "answered"
        case .onlyWithCookie: "answered, but for the first, which has no cookie"
        case .alert(let alert): "refused, \(alert)"
        case .silence: "not answered"
        }
    }
}
