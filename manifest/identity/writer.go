package identity

import (
	"encoding/binary"

	"github.com/zeebo/blake3"
)

// A writer collects the normal form of one node: opcodes, and data behind a
// length, so that a form can be read back in one way only, and so that no two
// forms share their bytes. References are kept apart, by position.
type writer struct {
	buf  []byte
	refs []ref
}

// op starts a construct.
func (w *writer) op(name string) { w.str(name) }

func (w *writer) str(s string) {
	w.buf = binary.AppendUvarint(w.buf, uint64(len(s)))
	w.buf = append(w.buf, s...)
}

func (w *writer) int(n int) { w.buf = binary.AppendVarint(w.buf, int64(n)) }

func (w *writer) bool(b bool) {
	if b {
		w.int(1)
	} else {
		w.int(0)
	}
}

func (w *writer) sum(b [32]byte) { w.buf = append(w.buf, b[:]...) }

func (w *writer) ref(r ref) {
	w.op("ref")
	w.refs = append(w.refs, r)
}

// finish stores the form in n.
func (w *writer) finish(n *Node) {
	n.shape = blake3.Sum256(w.buf)
	n.refs = w.refs
	local := &writer{}
	local.op("local")
	local.sum(n.shape)
	for _, r := range n.refs {
		local.str(r.name)
	}
	n.Local = blake3.Sum256(local.buf)
}
