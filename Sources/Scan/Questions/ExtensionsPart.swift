internal import ClientHello
internal import DTLS

/// What a server answers in extensions.
final class ExtensionsPart: PartOfScan {
    private let steps = Steps()
    private let profiles: Elimination<UInt16>
    private var found = ScanReport.Extensions()

    init(_ hellos: Hellos, _ version: WireVersion, _ all: [RegisteredSuite]) {
        func offer(_ suites: [RegisteredSuite], _ others: [HelloExtension]) -> Offer {
            Offer(hellos.hello(suites, version: version, adding: others))
        }
        profiles = Elimination(
            Self.srtpProfiles, offer: { offer(all, [.srtp($0)]) },
            chosen: { answer in
                var reader = answer.hello?[HelloExtension.srtp].map { WireReader($0) }
                return reader?.shorts()?.first
            })
        steps.add({ offer(all, Self.harmless) }, { [weak self] in self?.takeHarmless($0) })
        steps.add(
            { offer(all.filter(\.isCBC), [.empty(HelloExtension.encryptThenMAC)]) },
            { [weak self] answer in
                self?.found.encryptThenMAC = answer.hello.map {
                    $0[HelloExtension.encryptThenMAC] != nil
                }
            })
        steps.add(
            { offer(all, [.rawPublicKey]) },
            { [weak self] answer in
                self?.found.rawPublicKey = answer.hello?.showsRawPublicKey ?? false
            })
        for name in Self.protocols {
            steps.add(
                { [weak self] in
                    self?.answersProtocols == false ? nil : offer(all, [.protocols([name])])
                }, { [weak self] in self?.takeProtocol(name, $0) })
        }
    }

    var inquiries: [any Inquiry] { [steps, profiles] }

    func write(to report: inout ScanReport) {
        found.srtpProfiles = profiles.found
        // One that has been found explains why others are refused.
        if !found.applicationProtocols.isEmpty { found.hasOtherProtocols = false }
        report.extensions = found
    }

    private func takeHarmless(_ answer: Answer) {
        guard let hello = answer.hello else { return }
        func has(_ type: UInt16) -> Bool { hello[type] != nil }
        found.extendedMasterSecret = has(HelloExtension.extendedMasterSecret)
        found.renegotiationInfo = has(HelloExtension.renegotiationInfo)
        found.sessionTickets = has(HelloExtension.sessionTicket)
        found.stapledStatus = has(HelloExtension.statusRequest) || answer.flight.hasStatus
        found.heartbeat = hello[HelloExtension.heartbeat] == [1]
        found.connectionID = has(HelloExtension.connectionID)
        found.recordSizeLimit = hello[HelloExtension.recordSizeLimit].flatMap { body in
            var reader = WireReader(body)
            return reader.number(2)
        }
    }

    /// Whether it cares for application protocols at all; `nil` before it was asked.
    private var answersProtocols: Bool?

    private func takeProtocol(_ name: String, _ answer: Answer) {
        switch answer.outcome {
        case .accepted(let hello):
            // The list has one name.
            var reader = hello[HelloExtension.applicationProtocols].map { WireReader($0) }
            let chosen = reader?.vector(2)
            answersProtocols = chosen != nil
            guard var list = chosen.map({ WireReader($0) }),
                list.vector(1) == Array(name.utf8)
            else { return }
            found.applicationProtocols.append(name)
        case .alert(let alert) where alert.code == 120:
            found.hasOtherProtocols = true
            answersProtocols = true
        default: break
        }
    }

    /// Those that a server answers or passes over, without a choice of one of several.
    private static let harmless: [HelloExtension] = [
        .empty(HelloExtension.sessionTicket), .stapledStatus, .heartbeats,
        .recordSizeLimit(16_385), .connectionIdentifier,
    ]

    /// What is spoken over DTLS, as far as it is registered, and what is most common elsewhere.
    private static let protocols = [
        "webrtc", "c-webrtc", "coap", "co", "stun.turn", "stun.nat-discovery", "dot", "doq",
        "radius/1.0", "radius/1.1", "h2", "http/1.1",
    ]

    /// RFC 5764, RFC 7714, RFC 8269, and the registry that they began.
    private static let srtpProfiles: [UInt16] = [
        0x0007, 0x0008, 0x0001, 0x0002, 0x0009, 0x000A, 0x000B, 0x000C, 0x000D, 0x000E, 0x000F,
        0x0010, 0x0005, 0x0006,
    ]
}
