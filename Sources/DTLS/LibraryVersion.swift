internal import CGnuTLS

/// The GnuTLS that is loaded.
public enum LibraryVersion {
    /// Its version, such as `3.7.9`; a distribution's patches do not show in it.
    ///
    /// The corresponding C function is `gnutls_check_version`.
    public static var text: String {
        guard let version = unsafe gnutls_check_version(nil) else { return "unknown" }
        return unsafe String(cString: version)
    }

    /// The oldest version that this module is tested with.
    public static let oldestTested = "3.7.9"

    /// The first version with the fixes for CVE-2026-33845, CVE-2026-33846 and CVE-2026-42009.
    public static let firstMended = "3.8.13"

    /// What is to be thought of a version.
    public enum Standing: Sendable, Hashable {
        /// Older than the oldest that is tested, or not known.
        case untested

        /// It has known holes, unless a distribution has mended them.
        case mendedByDistributionAlone

        /// None are known.
        case mended
    }

    /// What is to be thought of a version; by default of the one that is loaded.
    ///
    /// - Parameter version: numbers with dots between them; what stands behind them does not count.
    public static func standing(of version: String = text) -> Standing {
        guard let numbers = numbers(version), let oldest = self.numbers(oldestTested),
            let mended = self.numbers(firstMended), !isBelow(numbers, oldest)
        else { return .untested }
        return isBelow(numbers, mended) ? .mendedByDistributionAlone : .mended
    }

    /// The numbers at the start; `nil` without any.
    private static func numbers(_ version: String) -> [Int]? {
        let parts = version.prefix { $0 == "." || $0.isASCII && $0.isNumber }.split(separator: ".")
        let numbers = parts.compactMap { Int($0) }
        return numbers.isEmpty || numbers.count < parts.count ? nil : numbers
    }

    /// Whether `version` comes before `other`; numbers that are left out are 0.
    private static func isBelow(_ version: [Int], _ other: [Int]) -> Bool {
        for index in 0..<max(version.count, other.count) {
            let (own, others) = (
                index < version.count ? version[index] : 0, index < other.count ? other[index] : 0
            )
            if own != others { return own < others }
        }
        return false
    }
}
