import Foundation

/// Lets time pass, for the tests whose subject is time. What can be waited for is waited for.
package func pass(_ milliseconds: Int) async {
    await withCheckedContinuation { continuation in
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
            continuation.resume()
        }
    }
}
