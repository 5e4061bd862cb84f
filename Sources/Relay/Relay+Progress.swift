package import Endpoint

// How far it has come.
extension Relay {
    /// What was carried so far, by those who have gone and those who are there.
    package var counters: Counters {
        var counters = outcome.counters
        for association in associations { counters.add(association.counters) }
        return counters
    }

    /// The round trip to the one peer, as far as heartbeats have told; `nil` with many.
    package var roundTrip: Duration? {
        associations.count == 1 ? associations.first?.roundTrip : nil
    }

    /// Those that are served.
    private var associations: [Association] {
        if let server = endpoint as? ServerEndpoint {
            return server.associations.filter { $0.phase == .established }
        }
        return outcome.association.map { $0.phase == .established ? [$0] : [] } ?? []
    }
}
