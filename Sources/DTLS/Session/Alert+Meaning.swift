extension Alert {
    /// What it usually means, in a clause without a final period (RFC 5246 section 7.2.2, RFC 6066,
    /// RFC 7301, RFC 4279, RFC 8446); `nil` for numbers that have no meaning.
    public var meaning: String? {
        switch code {
        case 0: "it has closed the session"
        case 10: "it got a message that it did not expect there"
        case 20: "it could not open a record: the keys differ"
        case 21: "it could not decrypt a record"
        case 22: "it got a record that is too long"
        case 30: "it could not decompress a record"
        case 40:
            "it has no version, suite or group in common, or lacks what it wants, such as a certificate"
        case 41: "it was shown no certificate"
        case 42: "it could not read the certificate, or its signature is wrong"
        case 43: "it does not take certificates of that kind"
        case 44: "the certificate was revoked"
        case 45: "the certificate has expired, or is not valid yet"
        case 46: "something else about the certificate is not acceptable"
        case 47: "a value in the handshake is out of range, or contradicts another"
        case 48: "it knows no authority that vouches for the certificate"
        case 49: "the certificate is valid, but not allowed in"
        case 50: "it could not read a message"
        case 51: "a signature or a Finished is wrong: often a key that differs"
        case 60: "the suite was one for export, which nobody takes any more"
        case 70: "it does not speak that version"
        case 71: "what was offered is weaker than it takes"
        case 80: "it has a problem of its own, whatever was sent"
        case 86: "a version was offered that is lower than it need be"
        case 90: "somebody there has cancelled"
        case 100: "it does not renegotiate"
        case 109: "an extension is missing that it needs"
        case 110: "it was answered by an extension that it did not ask for"
        case 111: "it could not fetch the certificate"
        case 112: "it knows nobody of the name that was asked for"
        case 113: "what was shown about revocation is wrong"
        case 114: "the certificate has another digest than was said"
        case 115: "it does not know the identity of the pre-shared key"
        case 116: "it wants a certificate"
        case 120: "it speaks no application protocol that was offered"
        default: nil
        }
    }
}
