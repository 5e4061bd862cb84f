import ArgumentParser

/// `dtlscat hosts`: what is remembered of peers.
struct Hosts: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show and change what --tofu remembers of servers.",
        subcommands: [HostsList.self, HostsForget.self, HostsImport.self, HostsScan.self])
}
