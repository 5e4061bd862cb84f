import DTLS

/// The report of `priority --json`, schema `dtlscat/1`.
struct PriorityJSON: Encodable {
    let schema = "dtlscat/1"
    let command = "priority"
    let ok: Bool
    let exit: Int32
    var string: String?
    var parts: [Part]?
    var versions, groups, signatures: [String]?
    var suites: [Suite]?
    var omitted: [Omitted]?
    var commands: [Command]?
    var error: Problem?

    /// A part of the string, and the options that it comes from.
    struct Part: Encodable {
        let options, keywords: String
    }

    /// A cipher suite, by IANA's number and name, and by OpenSSL's name where that has it.
    struct Suite: Encodable {
        let code: Int
        let name: String
        let openssl: String?

        init(_ suite: CipherSuite) {
            code = Int(suite.code)
            name = suite.name
            openssl = suite.openSSLName
        }
    }

    /// What is left out for one reason.
    struct Omitted: Encodable {
        let reason: String
        let suites, groups: [String]
    }

    /// The command line of another tool.
    struct Command: Encodable {
        let tool, line: String
        let notes: [String]
    }

    /// Why there is no report.
    struct Problem: Encodable {
        let `class`: String
        let message: String
        let hint: String?
    }

    init(_ report: PriorityReport) {
        ok = true
        exit = 0
        string = report.priority.string
        parts = report.parts.map { Part(options: $0.origin, keywords: $0.keywords) }
        versions = report.priority.versions.map(\.rawValue)
        groups = report.priority.groups
        signatures = report.priority.signatures
        suites = report.priority.cipherSuites.map(Suite.init)
        omitted = report.omitted.map { part in
            Omitted(
                reason: "\(part.reason)", suites: part.suites.map(\.name), groups: part.groups)
        }
        commands = report.commands.map { Command(tool: $0.name, line: $0.line, notes: $0.notes) }
    }

    init(_ failure: Failure) {
        ok = false
        exit = failure.status.rawValue
        error = Problem(
            class: failure.kind, message: Console.escaped(failure.message), hint: failure.hint)
    }
}
