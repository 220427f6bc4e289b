// Package peers compares Checkpoint with libraries that do a part of the same: hashing of Go
// values, and remembering results in memory. It is a module of its own, so that Checkpoint's
// go.mod stays free of them. There is nothing to import; run, in its folder,
//
//	go test .                             # what the others confuse, and we don't
//	go test -run '^$' -bench . -count 5   # all of them in one run
//
// The peers:
//
//   - github.com/mitchellh/hashstructure/v2 and its successor
//     github.com/gohugoio/hashstructure: 64-bit hashes by reflection.
//   - tailscale.com/util/deephash: SHA-256 by compiled types; not stable across processes.
//   - github.com/zeebo/blake3: what hashing costs once the bytes are there.
//   - github.com/patrickmn/go-cache with singleflight, which is what
//     github.com/kofalt/go-memoize is made of.
//   - github.com/maypok86/otter/v2: a bounded cache, with typed keys.
//   - github.com/Reddan/checkpointer, the Python original, where python3 finds its package
//     (set PYTHONPATH to a checkout).
//
// Two libraries are not peers, but what users pass and return: gonum.org/v1/gonum's matrices
// and the messages of google.golang.org/protobuf.
//
// The modules github.com/cnf/structhash and github.com/kofalt/go-memoize themselves are not
// measured: they are not served everywhere.
package peers
