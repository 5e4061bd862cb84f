// swift-tools-version: 6.2
import PackageDescription

// A package of its own, as any that depends on the library; Tests/example builds and runs it.
let package = Package(
    name: "echo",
    dependencies: [
        .package(name: "dtlscat", path: "../..")
    ],
    targets: [
        .target(
            name: "EchoExample",
            dependencies: [.product(name: "DTLS", package: "dtlscat")]
        ),
        .executableTarget(name: "echo", dependencies: ["EchoExample"]),
    ]
)
