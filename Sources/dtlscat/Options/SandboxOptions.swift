import ArgumentParser
import DTLS
import Sockets

/// What the program gives up when it has started.
struct SandboxOptions: ParsableArguments {
    @Flag(
        inversion: .prefixedNo,
        help: "Give up what is not needed after the start.")
    var sandbox: Bool?

    /// Enters the sandbox, unless that is not wanted; to be called when all is open that is used, and
    /// before anything that a peer sends is read.
    ///
    /// - Parameters:
    ///   - console: where it is told, with `-v`, what of it the kernel lacks.
    ///   - usual: whether there is one where nothing is said of it: not where code of others is run.
    ///   - needs: adds what is used later.
    /// - Throws: a failure where it was asked for and cannot be had, or not all of it.
    func enter(
        _ console: Console, usual: Bool = true, _ needs: (inout Sandbox) -> Void = { _ in }
    ) throws(Failure) {
        guard sandbox ?? usual else { return }
        var place = Sandbox()
        needs(&place)
        let missing = place.enter()
        guard sandbox == true, let first = missing.first else {
            for error in missing { console.note(1, "no full sandbox: \(error)") }
            return
        }
        throw .usage(
            "no full sandbox: \(first)", hint: "without --sandbox it goes on as far as it can")
    }
}

extension FileUse {
    /// The files that can be read again later: no descriptors, pipes or tokens.
    var canBeReread: [String] { Self.canBeReread(read.compactMap(\.path)) }

    /// Those of `paths` that can be read later.
    static func canBeReread(_ paths: [String]) -> [String] {
        paths.filter { $0 != "-" && !$0.hasPrefix("pkcs11:") && !SecretFile.isStream($0) }
    }
}

extension IdentityOptions {
    /// Whether a key is on a token, which is reached by code of whoever has made it.
    var usesToken: Bool { (cert + key).contains { $0.hasPrefix("pkcs11:") } }
}

extension DataOptions {
    /// What stands for the files of all clients, where each has one of its own.
    var clientFiles: String? {
        output.flatMap { path in
            path.firstIndex(of: "%").map { String(path[...$0]) }
        }
    }
}
