// libFuzzer: -max_len=1024
@testable import DTLS
@testable import Trust

/// The file of known hosts: its text is kept but for what is changed, and nothing that looks to be about a
/// peer is passed over.
func fuzz(_ input: [UInt8]) {
    var script = Script(input)
    let name = String(decoding: script.vector(), as: UTF8.self)
    let bytes = script.rest()
    var known = KnownHosts(bytes)
    check(known.bytes == bytes || known.bytes == bytes + [10], "the text is another")
    for (_, host) in known.hosts {
        let again = KnownHosts(Array("\(host)\n".utf8))
        check(again.hosts.map(\.host) == [host], "\(host) is read as something else")
        check(known.hosts(at: host.place).contains { $0.host == host }, "\(host) is not found")
    }
    for line in known.damagedLines { check(line.number > 0 && !line.reason.isEmpty, "no reason") }

    guard let place = Place(name) else { return }
    check(Place(place.description) == place, "\(place) is read as another")
    let others = known.hosts.filter { $0.host.place != place }.map(\.host)
    let pin = Pin.publicKey(Array("key".utf8))
    let host = KnownHost(place, pin, since: "2026-11-24")
    let hadDamage = known.damagedLine(about: place) != nil
    known.add(host)
    check(known.hosts(at: place).contains { $0.host == host }, "\(host) was added in vain")
    let read = KnownHosts(known.bytes)
    check(read.bytes == known.bytes, "the text is another than was written")
    check(read.hosts(at: place).contains { $0.host == host }, "\(host) was not written")
    check((read.damagedLine(about: place) != nil) == hadDamage, "damage by adding")
    check(known.forget(place) > 0, "\(place) was not there to be forgotten")
    check(known.hosts(at: place).isEmpty, "\(place) is not forgotten")
    check(known.damagedLine(about: place) == nil, "a damaged line about it stays")
    check(known.hosts.map(\.host) == others, "others are forgotten with it")
}
