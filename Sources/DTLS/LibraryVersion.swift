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
}
