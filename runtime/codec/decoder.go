package codec

import (
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
)

// reader is what is being decoded, and where.
type reader struct {
	data []byte
	pos  int
}

func (r *reader) corrupt(format string, args ...any) error {
	return &CorruptError{Offset: r.pos, Reason: fmt.Sprintf(format, args...)}
}

func (r *reader) left() int { return len(r.data) - r.pos }

func (r *reader) byte() (byte, error) {
	if r.left() < 1 {
		return 0, r.corrupt("it ends early")
	}
	r.pos++
	return r.data[r.pos-1], nil
}

func (r *reader) take(n int) ([]byte, error) {
	if n < 0 || n > r.left() {
		return nil, r.corrupt("it ends early")
	}
	r.pos += n
	return r.data[r.pos-n : r.pos : r.pos], nil
}

func (r *reader) u64() (uint64, error) {
	b, err := r.take(8)
	if err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint64(b), nil
}

// count reads a number that says how many things follow.
func (r *reader) count() (int, error) {
	x, n := binary.Uvarint(r.data[r.pos:])
	if n <= 0 || x > math.MaxInt32 && x > uint64(len(r.data)) {
		return 0, r.corrupt("a length makes no sense")
	}
	r.pos += n
	return int(x), nil
}

// length reads the length of a slice with elements of at least min bytes; ok is false
// for nil.
func (r *reader) length(min int) (n int, ok bool, err error) {
	n, err = r.count()
	if err != nil || n == 0 {
		return 0, false, err
	}
	n--
	if min > 0 && n > r.left()/min {
		return 0, false, r.corrupt("it promises more than follows")
	}
	return n, true, nil
}

func (r *reader) bytes() ([]byte, error) {
	n, err := r.count()
	if err != nil {
		return nil, err
	}
	return r.take(n)
}

// end fails if bytes are left.
func (r *reader) end() error {
	if r.pos != len(r.data) {
		return r.corrupt("bytes are left over")
	}
	return nil
}

// bools fails unless b are the bytes of bools: any other byte in one is undefined
// behaviour.
func (r *reader) bools(b []byte) error {
	for _, x := range b {
		if x > 1 {
			return r.corrupt("a bool is %d", x)
		}
	}
	return nil
}

type decoder struct {
	reader
	objects []visit
	types   []reflect.Type
	statics []*statics
	pending int // bytes that referents promised so far will take at least
	depth   int

	inError  bool    // interfaces of type error hold:
	kids     []error // nil once it is taken
	kidsUsed int
}

// reserve fails unless n things of at least min bytes each can still follow, besides
// what is promised already. It is what bounds allocation (C8).
func (d *decoder) reserve(n, min int) error {
	if min > 0 && n > (d.left()-d.pending)/min {
		return d.corrupt("it promises more than follows")
	}
	return nil
}

// ref reads a reference; alloc makes a new referent.
func (d *decoder) ref(mark byte, pl *plan, kind int, alloc func() (pointer, int, error)) (visit, error) {
	switch mark {
	case markNew:
		p, n, err := alloc()
		if err != nil {
			return visit{}, err
		}
		v := visit{p, pl, n}
		d.objects = append(d.objects, v)
		return v, nil
	case markBack:
		i, err := d.count()
		if err != nil {
			return visit{}, err
		}
		if i >= len(d.objects) {
			return visit{}, d.corrupt("a reference leads nowhere")
		}
		v := d.objects[i]
		if v.pl != pl || kind < 0 && v.n != kind || kind >= 0 && v.n < 0 {
			return visit{}, d.corrupt("a reference leads to a value of another type")
		}
		return v, nil
	}
	return visit{}, d.corrupt("unknown mark %d", mark)
}

// promise accounts for a referent whose bytes come later.
func (d *decoder) promise(n int) error {
	if err := d.reserve(1, n); err != nil {
		return err
	}
	d.pending += n
	return nil
}

func (d *decoder) drain() error {
	for i := 0; i < len(d.objects); i++ {
		v := d.objects[i]
		var err error
		if v.n == isPointee {
			d.pending -= v.pl.min
			err = v.pl.dec(d, v.p)
		} else {
			d.pending -= v.pl.bodyMin(v.n)
			err = v.pl.fill(d, v.p, v.n)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// dynamic reads an interface into the variable of interface type t at p.
func (d *decoder) dynamic(t reflect.Type, p pointer) error {
	mark, err := d.byte()
	if err != nil {
		return err
	}
	var dt reflect.Type
	switch mark {
	case markNil:
		return nil
	case markNew, markWhole:
		if dt, err = d.typeDesc(0); err != nil {
			return err
		}
		if mark == markNew {
			d.types = append(d.types, dt)
		}
	case markBack:
		i, err := d.count()
		if err != nil {
			return err
		}
		if i >= len(d.types) {
			return d.corrupt("a type reference leads nowhere")
		}
		dt = d.types[i]
	case markError:
		name, err := d.bytes()
		if err != nil {
			return err
		}
		text, err := d.bytes()
		if err != nil {
			return err
		}
		known, err := sameError(variableNamed(string(name)), name, text)
		if err != nil {
			return err
		}
		if !reflect.TypeOf(known).Implements(t) {
			return d.corrupt("%T does not implement %s", known, t)
		}
		reflect.NewAt(t, p).Elem().Set(reflect.ValueOf(known))
		return nil
	default:
		return d.corrupt("unknown mark %d", mark)
	}
	if dt.Kind() == reflect.Interface || !dt.Implements(t) {
		return d.corrupt("%s does not implement %s", dt, t)
	}
	pl := planOf(dt)
	if pl.refused != nil {
		return &ShapeError{Reason: pl.refused.Error()}
	}
	if d.depth >= maxDepth {
		return d.corrupt("interfaces nest more than %d deep", maxDepth)
	}
	if err := d.reserve(1, pl.min); err != nil {
		return err
	}
	v := reflect.New(dt)
	d.depth++
	err = pl.dec(d, v.UnsafePointer())
	d.depth--
	if err != nil {
		return err
	}
	reflect.NewAt(t, p).Elem().Set(v.Elem())
	return nil
}
