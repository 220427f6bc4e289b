// Package checkpoint remembers the results of expensive functions, on disk and
// across processes, and forgets them when the code or the data that produced
// them changes.
//
//	var Thumbnail = checkpoint.Func(thumbnail, checkpoint.HashBy("path", checkpoint.FileContent))
//
//	func thumbnail(ctx context.Context, path string, width int) (Image, error) { … }
//
//	img, err := Thumbnail.Call(ctx, "a.png", 128)
//
// A result is found again by the function's id, the identity of its code, and
// the hash of the call. What a function's code is, the binary can't tell: a
// manifest can, which go tool checkpointmanifest computes from the source. With
// a manifest, results survive every rebuild that leaves the function's code and
// its dependencies as they were; without one, they last as long as the build.
//
// # Rules
//
// Functions.
//
//   - F1. Only what a name identifies is remembered: declared functions and
//     method expressions, whose results the codec gives back as they were.
//     [Func] panics for all else.
//   - F2. Two instances of a generic function have one name. Generated code gives
//     each an id, by the address of its code; two that share code are refused.
//     Without an id, an instance is known by its place in the build, and
//     registered once.
//   - F3. A layer ([Over]) has the identity and the keys of the handle below.
//
// Identity (resolve.go). It is decided by the first call, and again when a
// package registered something since, or GODEBUG was set: packages may call
// during initialization.
//
//   - I1. Where a manifest serves (M1 to M4), the identity is its entry's,
//     with all build settings that the manifest did not compare and that are
//     not known to be inert (version control, coverage, -trimpath, -buildmode,
//     -pgo, -ldflags), with GODEBUG, and with whether the manifest is fresh: made
//     for the very build, so that it can't be stale.
//   - I2. An entry with variables that the linker can set adds -ldflags. Under
//     -trimpath, which conceals -ldflags, I3 holds.
//   - I3. Elsewhere the identity is the executable's: its whole Go build ID, or
//     the hash of its file; and GODEBUG. If it can't be read, the function runs
//     uncached.
//   - I4. A function of a plugin or a shared library runs uncached.
//   - I5. A [Version] enters the identity. In a manifest, it stands for the
//     function's code; without one, name, signature, the structure of the types in
//     it and the version are the identity, unless there is code beside the
//     function's that nothing would tell (I3): functions given to HashBy and the
//     like, methods of those types that hash or store.
//   - I6. [Static] makes name, signature and the structure of the types in it the
//     identity, with or without a manifest. HashBy functions are told apart by
//     name.
//   - I7. What an entry assumes is part of it, of functions and of types: an edit
//     elsewhere that changes a variable which was left alone so far, leaves the
//     hash as it is. What the assumptions rest on, no key has.
//   - I8. Names that identify nothing are not relied on by I5 and I6, so that I3
//     holds: of instances of generic functions that no generated code knows, and of
//     functions of programs that are files on the go command's line, or that carry
//     no build info.
//
// Manifests (manifests.go). One that doesn't serve is named once, with the
// cause.
//
//   - M1. A function's manifest is that of the package that registered it: the
//     caller of Func.
//   - M2. In the test binary of P, the functions that P registers have the
//     manifest of the variant test, if there is one, and those that P_test
//     registers have that of the variant xtest, and no other.
//   - M3. There, a plain manifest serves unless P is among the packages that it
//     lists as tested. Elsewhere plain manifests alone serve.
//   - M4. A manifest serves if it can be decoded, its target is the binary's,
//     each of its modules is in the binary in that version and with that
//     checksum, and it has an entry for the function.
//
// Parameters (param.go).
//
//   - P1. All arguments enter the key by their value, a variadic parameter as
//     one slice, except as follows.
//   - P2. Parameters of type context.Context, at any position, never do.
//   - P3. [HashBy] and [NoHash] find parameters by the manifest's names. An
//     unknown name, or another type, runs the function uncached.
//   - P4. Without a manifest, HashBy means the only parameter of its type, or
//     runs the function uncached; NoHash is without effect.
//   - P5. What cannot be hashed is computed, not stored, and named once.
//   - P6. [KeyBy] stands for all arguments, [HashContext] adds to them. If they, or
//     a HashBy, fail, the call is computed and not stored, and that is said each
//     time.
//
// Captured variables (capture.go). Each call's key has the values, with their
// types, of those that the manifest's entry lists, or of their parts where it
// names fields: of cfg.Rate, the field; without an entry, of all that are
// registered. A variable is read while others may write to it: let by= name a
// function that takes the lock, and returns a copy of what matters.
//
// Dynamic types (dynamic.go). A value inside an interface brings methods along,
// which enter the key.
//
//   - T1. An unnamed type stands for the declared types it is made of.
//   - T2. A type of the main module, of a workspace or of a replacement by a
//     folder counts by its identity in the function's manifest, else T5.
//   - T3. A type of another module counts by the versions and sums of all modules
//     that the binary depends on, any of which its methods may call. Where one of
//     them has no sum (workspaces, folders, vendoring), T5.
//   - T4. A type of the standard library counts by its name: the Go release is
//     part of the function's identity.
//   - T5. Any other, and each instance of a generic type, counts by the build.
//     One that a plugin or a shared library brought can't be hashed.
//
// Calls (call.go).
//
//   - C1. Arguments are hashed before the function runs.
//   - C2. Equal calls in one process compute once. The leader runs in its own
//     goroutine under its own context. What is stored is read without waiting.
//   - C3. A waiter leaves when its own context ends: with the context's error if
//     the function returns errors, else by computing itself.
//   - C4. A leader that panics, exits its goroutine, or fails while its context
//     has ended shares nothing: a waiter leads next. The same holds of a function
//     without an error to return whose context has ended, as its result may be a
//     part; it isn't stored either. A panic passes through unchanged.
//   - C5. An error is stored if [CacheErrors] says so, and never a context's.
//     Waiters get the leader's if no other result could be written to through it;
//     else they compute. Of results, the last one is an error if its type is error;
//     of any other type, it is a result like others.
//   - C6. Hits and waiters get values of their own, decoded anew, unless the
//     function is [Shared].
//   - C7. What fails around the function (a store, a codec, HashBy) is reported
//     and never fails the call: it is computed and returned.
//   - C8. A damaged or undecodable entry is a miss with a cause, and replaced.
//   - C9. No goroutine waits for itself (wait.go): a call that would wait for a
//     call that it is made from, also over other goroutines that wait, computes,
//     stores nothing, and says so once.
//   - C10. Equal calls of processes that share a store with locks ([store.Locker])
//     compute once, too: a call that has to compute takes the lock of its key,
//     looks again, and keeps the lock until its result is stored. It waits for
//     [LockWait] at most, as calls within calls hold several, in any order. Of the calls
//     that a process computes at one time, 4,096 have locks; those beyond do without.
//   - C11. A hit that is sampled by [Verify] is computed again. If the results
//     differ, the call gets what was computed, and is quarantined (quarantine.go):
//     nothing is stored for it, by nobody, under this identity.
//   - C12. With each result, digests of the parts of its key are stored, for
//     [Invocation.Why] alone.
//
// Lifetime (expiry.go, when.go, manage.go). None of these options is a part of
// what results are kept for: an edit to them keeps every result.
//
//   - L1. A result that has expired, by [TTL] or [Expiry], is a miss for Call, Get
//     and Exists, and replaced by the next call that computes. Until then it stays
//     in the store, but never is an answer, not even if computing fails. Who waits
//     for an equal call gets its result, whatever its age.
//   - L2. Age is counted from the end of the computation, or from Set, by the wall
//     clock. For TTL, a result from the future has expired.
//   - L3. While [When] says no, Call and Rerun are the function itself. Cached, and
//     the methods of Args, don't ask.
//   - L4. An Expiry that panics says yes, a When that panics says no; either is
//     reported once.
//   - L5. Nothing is removed unasked. Clear removes what is stored for a function's
//     id; Cleanup what no handle in this process can find, and nothing where an
//     identity is unknown.
//
// Options (option.go, checkpointer.go).
//
//   - O1. In one list of options, that of Func or of [New], what contradicts itself
//     is refused.
//   - O2. Of two lists, the later one counts: an option over that of a bundle
//     before it, a bundle over an option before it.
//   - O3. In a bundle, Version counts beside the code and doesn't stand for it: I5
//     is about Func's own list, which is what a manifest can see.
//
// # Concurrency
//
// Everything in this package is safe for concurrent use, and hands nobody's results
// to another one but where [Shared] says so. Functions that are given to options,
// stores, loggers, and methods that hash or encode, are called concurrently, by the
// goroutines that make calls. What calls are given must not be written to until they
// return.
//
// # Environment
//
// CHECKPOINT_DIR is the folder of the default store, by default "checkpoint" in
// [os.UserCacheDir]. With CHECKPOINT=off, Call, Rerun and Cached are the function
// itself, Set, Delete, Clear and Cleanup do nothing, and no call has a key; any other
// value but on is said to have no effect.
// CHECKPOINT_VERIFY is the fraction of hits to verify, for all functions.
// CHECKPOINT_LOG=1 tells on standard error of each call that is computed, 2 also of
// each that is remembered, 0 of none, whatever [Verbosity] says.
//
// # What it doesn't do
//
//   - Without generated code, nothing tells which package variables a function
//     reads, so that none enters its key. Pass them as arguments, or generate.
//   - A leader that waits for a goroutine that it started, which makes the equal
//     call, waits forever; C9 sees only who waits in Call. After ten seconds, the
//     wait is said.
//   - Programs that share a store don't know of each other: what Cleanup removes as
//     outdated may be what another one finds.
//   - A store that blocks, blocks the calls that need it; it is given the call's
//     context to read, and one without an end to write.
//   - A HashBy that reads the outside world, as [FileContent] does, says what a
//     file held before the call, not what the function read.
//   - Plugins are recognized in ELF executables alone (I4, T5).
//   - That a module which the main module depends on imports packages of the main
//     module, as modules in a circle can, is not seen by T3.
//   - An argument counts by what it leads to, not by where that is: a function that
//     compares a pointer with a variable's, gets the same for an equal copy. An
//     error of errors.New counts by its text, but for the sentinels of package
//     objecthash, as io.EOF: where two of yours have one text, let HashBy ask
//     errors.Is. The capacity of a slice doesn't count.
//   - Two arguments that share memory are seen as such if both are pointers or
//     maps. A slice of another argument, or a pointer into it, counts by value: a
//     function that writes to its arguments can tell the difference.
//   - One function registered at several places, of which only one runs in a
//     process, with HashBy functions that give equal values for unequal
//     arguments: with a manifest, the processes share results. Without one, or
//     with two handles in a process, options are told apart.
package checkpoint
