package objecthash

import (
	"encoding/binary"
	"encoding/hex"
	"reflect"
	"sync"

	"github.com/zeebo/blake3"
)

// Sum is the BLAKE3-256 digest of a stream (https://github.com/BLAKE3-team/BLAKE3-specs).
type Sum [32]byte

// String returns the sum in lower-case hexadecimal.
func (s Sum) String() string { return hex.EncodeToString(s[:]) }

// Options alter what enters the stream. The zero value is useful.
type Options struct {
	// DynamicType, if not nil, is asked about the dynamic type of every non-nil
	// interface value met at any depth, also inside types of other modules and in
	// unexported fields, and about the type that a reflect.Type value denotes, when
	// that type is, or has among its components, a declared type. (Methods are what
	// matters, but reflection does not show unexported ones, so every declared type
	// may have some.) The bytes returned enter the stream: they identify the code of
	// the type's methods. A type is asked about once between two calls of Reset.
	// An error makes the value unhashable; it is wrapped with the path. Hashers that
	// are used concurrently call it concurrently.
	DynamicType func(t reflect.Type) ([]byte, error)

	// Tolerant makes what H11 refuses enter by its type alone, instead of being an
	// error. Sums are then no longer injective: two channels, functions or open files of
	// one type look alike, and so do two maps of one length whose keys hold references
	// or look alike, and values of two types that another error would tell apart. Don't
	// key results by such sums unless what is tolerated has no influence on them.
	Tolerant bool

	// Recall makes a Hasher remember the sums of the last short streams, for who hashes the
	// same few small values again and again. It takes 3 KB, and changes no sum.
	Recall bool
}

// Hash returns the sum of one value, its dynamic type included.
func (o Options) Hash(v any) (Sum, error) {
	return New(o).one(v)
}

// Hasher collects values into one stream. It is reusable, and not safe for concurrent use.
// After an error only Reset is of use.
type Hasher struct {
	opt Options

	buf     []byte         // what has not reached b3 yet
	limit   int            // length of buf that makes it spill into b3
	b3      *blake3.Hasher // nil until a stream outgrows the buffer, then kept
	spilled bool
	spilt   int // bytes that b3 was given

	recent *recent // of Options.Recall, nil until needed
	used   bool    // a short stream was summed

	seen  []uint32      // H4: numbers of the referents met so far, by number
	shift uint8         // of the hash that finds them in seen
	queue []item        // referents in the order of their numbers
	head  int           // the first one not written yet
	types []*plan       // H8: dynamic types met so far
	known map[*plan]int // their numbers, once they are many

	cur    int // the item being written, -1 for the value itself
	depth  int // nesting of interfaces within the item
	hooks  int // nesting of HashCheckpoint calls that led here
	target int // when an error's path is traced: the item looked for, else -1
	inKey  bool
	vague  bool // a key of the map being written holds a reference (Options.Tolerant)

	keys      []byte // map keys, one after the other (H6)
	ends      []int
	perm      []sortKey
	anys      []any // map values that are interfaces
	clearAnys func()

	plans [32]struct { // by type word, whatever plans has
		typ unsafePointer
		pl  *plan
	}

	// Homes for values that reflect keeps out of addressable memory.
	word uint64
	str  string
	ptr  unsafePointer
	any  any
}

// New returns an empty Hasher.
func New(o Options) *Hasher {
	h := &Hasher{opt: o, limit: spillAt, target: -1, cur: -1}
	h.clearAnys = func() {
		clear(h.anys)
		h.anys = h.anys[:0]
		if cap(h.anys) > keepRefs {
			h.anys = nil
		}
	}
	return h
}

// Reset empties the Hasher and keeps its buffers and options.
func (h *Hasher) Reset() {
	h.buf = h.buf[:0]
	h.limit = spillAt
	if h.spilled {
		h.b3.Reset()
		h.spilled, h.spilt = false, 0
	}
	h.forget()
	h.forgetTypes()
	h.cur, h.depth, h.hooks, h.target, h.inKey, h.vague = -1, 0, 0, -1, false, false
	if cap(h.keys) > keepBytes {
		h.keys, h.ends, h.perm = nil, nil, nil
	}
	h.str, h.ptr, h.any = "", nil, nil
}

// Frame appends one byte string with its length, for headers: a domain, an identity.
func (h *Hasher) Frame(b []byte) {
	h.tag(tagFrame)
	h.bytes(b)
}

// Value appends one value of any static type. The zero reflect.Value counts as a nil
// interface; a value of interface kind enters with its dynamic type. Sharing is seen
// across all values since the last Reset, so that f(p, p) and f(p, q) differ.
// An error is an *UnhashableError.
func (h *Hasher) Value(v reflect.Value) error {
	if !v.IsValid() {
		h.tag(tagNil)
		return nil
	}
	t := v.Type()
	p, err := h.address(v)
	if err != nil {
		return err
	}
	return h.root(planOf(t), p)
}

// Sum returns the digest of all that was appended since the last Reset.
func (h *Hasher) Sum() Sum {
	if !h.spilled {
		if h.opt.Recall && len(h.buf) <= recentBytes {
			return h.short()
		}
		return blake3.Sum256(h.buf)
	}
	h.spill()
	var s Sum
	h.b3.Sum(s[:0])
	return s
}

var pool = sync.Pool{New: func() any { return New(Options{}) }}

// Hash returns the sum of one value, its dynamic type included: Options{}.Hash.
func Hash(v any) (Sum, error) {
	h := pool.Get().(*Hasher)
	s, err := h.one(v)
	h.Reset() // a pooled Hasher must not keep v alive
	pool.Put(h)
	return s, err
}

// one returns the sum of one value in an empty Hasher.
func (h *Hasher) one(v any) (Sum, error) {
	h.any = v // and not &v, which would be an allocation
	if err := h.root(anyPlan, unsafePointer(&h.any)); err != nil {
		return Sum{}, err
	}
	return h.Sum(), nil
}

const (
	spillAt   = 1 << 10  // Sum256 of a short buffer beats a Hasher up to about here
	batchSize = 16 << 10 // what one Write into a spilled Hasher should at least be
	keepRefs  = 1 << 14
	keepBytes = 1 << 20
	large     = 1 << 20 // bytes of a block that is worth aligning
	blockSize = 8 << 10 // what blake3.Hasher hashes at once
)

var zeros [blockSize]byte

func (h *Hasher) tag(t byte) { h.buf = append(h.buf, t) }

func (h *Hasher) u64(x uint64) {
	h.buf = binary.LittleEndian.AppendUint64(h.buf, x)
	if len(h.buf) >= h.limit {
		h.spill()
	}
}

func (h *Hasher) uvarint(x int) { h.buf = binary.AppendUvarint(h.buf, uint64(x)) }

// raw appends bytes whose number the reader of the stream knows.
func (h *Hasher) raw(b []byte) {
	if len(b) >= spillAt && h.limit != noSpill {
		h.spill()
		h.b3.Write(b)
		h.spilt += len(b)
		return
	}
	h.buf = append(h.buf, b...)
	if len(h.buf) >= h.limit {
		h.spill()
	}
}

func (h *Hasher) bytes(b []byte) {
	h.uvarint(len(b))
	h.align(uint64(len(b)))
	h.raw(b)
}

// align fills the stream up with zeros before a block of n bytes, where that is large (H2):
// BLAKE3 then takes the block from where it is, and doesn't copy it first. A reader of the
// stream knows by n, and by its position, how many there are.
func (h *Hasher) align(n uint64) {
	if n < large || h.limit == noSpill {
		return
	}
	h.spill()
	h.buf = append(h.buf, zeros[:-h.spilt&(blockSize-1)]...)
}

func (h *Hasher) string(s string) {
	h.uvarint(len(s))
	if len(s) >= spillAt {
		h.align(uint64(len(s)))
		h.raw(stringBytes(s))
		return
	}
	h.buf = append(h.buf, s...)
	if len(h.buf) >= h.limit {
		h.spill()
	}
}

// spill hands the buffer to the BLAKE3 Hasher. That one is 10 KB large: it is made
// once per Hasher, and only for streams that need it.
func (h *Hasher) spill() {
	if h.limit == noSpill {
		return
	}
	if h.b3 == nil {
		h.b3 = blake3.New()
	}
	h.spilled = true
	h.limit = batchSize
	h.b3.Write(h.buf)
	h.spilt += len(h.buf)
	h.buf = h.buf[:0]
}
