package analyzer

import (
	"encoding/binary"
	"errors"
	"maps"
	"slices"

	"github.com/gocheckpoint/checkpoint/internal/leaf"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// Facts travel between processes, and the go command's cache keys on their
// bytes: equal facts must be equal bytes, which gob's maps are not. They also
// carry all that is below a package, so that size and speed count: each string
// is written once, and numbers are varints.

// GobEncode writes the table of strings, then units and leaves.
func (f *packageFact) GobEncode() ([]byte, error) {
	e := &encoder{index: map[string]int{}}
	e.int(len(f.Units))
	for _, u := range f.Units {
		e.str(u.ID)
		e.str(u.Path)
		e.int(len(u.Nodes))
		for i := range u.Nodes {
			n := &u.Nodes[i]
			e.str(string(n.Kind))
			e.str(n.Name)
			e.buf = append(e.buf, n.Identity[:]...)
			e.strs(n.Captures)
			e.strs(n.LinkVars)
			e.bools(append([]bool{n.Unknown}, n.Keeps...))
		}
	}
	paths := slices.Sorted(maps.Keys(f.Leaves))
	e.int(len(paths))
	for _, path := range paths {
		c := f.Leaves[path]
		e.str(path)
		e.str(c.Unknown)
		e.pairs(c.Versions)
		e.pairs(c.Modules)
	}
	head := binary.AppendUvarint(nil, uint64(len(e.table)))
	for _, s := range e.table {
		head = binary.AppendUvarint(head, uint64(len(s)))
		head = append(head, s...)
	}
	return append(head, e.buf...), nil
}

// GobDecode is the inverse of GobEncode.
func (f *packageFact) GobDecode(data []byte) error {
	d := &decoder{data: data}
	d.table = make([]string, d.int())
	for i := range d.table {
		d.table[i] = string(d.bytes(d.int()))
	}
	f.Units = make([]*identity.Summary, d.int())
	for i := range f.Units {
		u := &identity.Summary{ID: d.str(), Path: d.str()}
		u.Nodes = make([]identity.SummaryNode, d.int())
		for j := range u.Nodes {
			n := &u.Nodes[j]
			n.Kind, n.Name = identity.Kind(d.str()), d.str()
			copy(n.Identity[:], d.bytes(len(n.Identity)))
			n.Captures, n.LinkVars = d.strs(), d.strs()
			if flags := d.bools(); len(flags) > 0 {
				n.Unknown, n.Keeps = flags[0], flags[1:]
			}
		}
		f.Units[i] = u
	}
	leaves := d.int()
	f.Leaves = make(map[string]*leaf.Closure, leaves)
	for range leaves {
		path, unknown := d.str(), d.str()
		f.Leaves[path] = &leaf.Closure{Unknown: unknown, Versions: d.pairs(), Modules: d.pairs()}
	}
	return d.err
}

type encoder struct {
	buf   []byte
	table []string
	index map[string]int
}

func (e *encoder) int(n int) { e.buf = binary.AppendUvarint(e.buf, uint64(n)) }

func (e *encoder) str(s string) {
	i, ok := e.index[s]
	if !ok {
		i = len(e.table)
		e.index[s] = i
		e.table = append(e.table, s)
	}
	e.int(i)
}

func (e *encoder) strs(list []string) {
	e.int(len(list))
	for _, s := range list {
		e.str(s)
	}
}

func (e *encoder) bools(list []bool) {
	e.int(len(list))
	for _, b := range list {
		if b {
			e.buf = append(e.buf, 1)
		} else {
			e.buf = append(e.buf, 0)
		}
	}
}

func (e *encoder) pairs(m map[string]string) {
	e.int(len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		e.str(k)
		e.str(m[k])
	}
}

type decoder struct {
	data  []byte
	table []string
	err   error
}

var errFact = errors.New("malformed fact; run go clean -cache")

// int reads a number that counts something in what follows, so that it cannot
// exceed that.
func (d *decoder) int() int {
	n, size := binary.Uvarint(d.data)
	if size <= 0 || n > uint64(len(d.data)+len(d.table)) {
		d.err, d.data = errFact, nil
		return 0
	}
	d.data = d.data[size:]
	return int(n)
}

func (d *decoder) bytes(n int) []byte {
	if n > len(d.data) {
		d.err, d.data = errFact, nil
		return nil
	}
	b := d.data[:n]
	d.data = d.data[n:]
	return b
}

func (d *decoder) str() string {
	i := d.int()
	if i >= len(d.table) {
		if d.err == nil {
			d.err = errFact
		}
		return ""
	}
	return d.table[i]
}

func (d *decoder) strs() []string {
	n := d.int()
	if n == 0 {
		return nil
	}
	out := make([]string, n)
	for i := range out {
		out[i] = d.str()
	}
	return out
}

func (d *decoder) bools() []bool {
	out := make([]bool, d.int())
	for i, b := range d.bytes(len(out)) {
		out[i] = b != 0
	}
	return out
}

func (d *decoder) pairs() map[string]string {
	n := d.int()
	m := make(map[string]string, n)
	for range n {
		k := d.str()
		m[k] = d.str()
	}
	return m
}
