/// What the tests share: programs that run beside a test, the peers to talk to, certificates made
/// for the run, and places for files.
package enum TestSupport {}
