// Package store defines what a driver must do to keep the results of
// checkpointed calls, and the envelope in which drivers that keep bytes keep
// them.
//
// Package checkpoint is what users meet; this package is for those who write a
// driver. A driver implements [Store], passes the suite in package storetest,
// and imports nothing of this module but this package.
//
// # The rules of a driver
//
//  1. Safe for concurrent use, by goroutines and, where the medium is shared,
//     by processes and machines.
//  2. All three parts of a [Key] tell entries apart: equal calls of two
//     functions, or of one function in two versions, never meet.
//  3. Get gives back exactly the entry that was last put under the key, or an
//     error. Never a part of it, never a mixture of two, never another key's.
//  4. What is absent is [ErrNotFound]. What is there and cannot be trusted is a
//     [*CorruptError]: for the caller a miss like the other, but one with a
//     cause that somebody should hear of. Neither is the other. Any other error
//     means that the store could not answer.
//  5. Put replaces whatever is in the entry's place, damaged or not, so that
//     damage is repaired by the recomputation that it causes.
//  6. Parts and payloads belong to nobody after they were handed over: a driver
//     copies what it keeps of Put's argument, and callers don't write to those
//     that they were given.
//  7. An operation whose context is done returns the context's error and
//     changes nothing. A driver may finish what it had begun.
//  8. Created is an instant: its zone and monotonic reading are not kept, Get
//     returns it in UTC. Its nanoseconds, and Cost, come back as they were.
//
// A driver that can list its entries is a [Manager]: what clears and cleans up,
// and says what is stored of a function, needs one. A store that wraps another
// should pass these methods on. One that can lock keys between processes is a
// [Locker], so that equal calls of two processes are computed once; the runtime
// does without where there is none.
//
// # The envelope
//
// [AppendEntry] and [ParseEntry] turn an entry into bytes that explain and
// check themselves, and back. All integers are little-endian.
//
//	offset  size  content
//	     0     8  magic: 0x89 "CKPENT\n"
//	     8     4  version: 2
//	    12    32  BLAKE3 digest of the key
//	    44     8  created: seconds since 1970-01-01 UTC, signed
//	    52     4  created: nanoseconds within the second, below 1e9
//	    56     8  cost: nanoseconds, signed
//	    64     8  n, the payload's length
//	    72     4  p, the parts' length, at most [MaxParts]
//	    76     p  parts
//	  76+p     n  payload
//	76+p+n    32  BLAKE3 checksum of all bytes before it
//
// The magic begins with a byte above 0x7F and ends with a newline, as PNG's
// does, so that a transfer that takes it for text is noticed. The digest of the
// key is what finds a file that was moved or copied to another key's place. The
// encoding is canonical: bytes that parse are the bytes that AppendEntry makes
// of the parsed entry. The functions that write and read envelopes are safe for
// concurrent use.
//
// # What it doesn't do
//
// The checksum finds damage, not malice: whoever can write to a store can put
// a wrong answer into it. The envelope neither compresses nor encrypts. What is
// in the payload is the business of the codec that made it.
package store
