import Foundation

/// Lets so many in at once: each has two or three programs, most of which wait for a timer.
actor Turnstile {
    static let shared = Turnstile(places: 4 * max(ProcessInfo.processInfo.activeProcessorCount, 1))

    private var places: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(places: Int) { self.places = places }

    func enter() async {
        guard places == 0 else {
            places -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        guard waiting.isEmpty else { return waiting.removeFirst().resume() }
        places += 1
    }
}
