package objecthash

import (
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
	"sort"
	"strings"
	"testing"
)

// gen makes values of many types from bytes, and beside each a text that is equal for
// two values exactly if they are. The text is the independent judge of the hash.
type gen struct{ b []byte }

func (g *gen) byte() byte {
	if len(g.b) == 0 {
		return 0
	}
	c := g.b[0]
	g.b = g.b[1:]
	return c
}

func (g *gen) u64() uint64 {
	var w [8]byte
	g.b = g.b[copy(w[:], g.b):]
	return binary.LittleEndian.Uint64(w[:])
}

func (g *gen) str() string {
	n := min(int(g.byte()%16), len(g.b))
	s := string(g.b[:n])
	g.b = g.b[n:]
	return s
}

func (g *gen) value(depth int) (any, string) {
	kinds := byte(20)
	if depth > 5 {
		kinds = 10
	}
	switch g.byte() % kinds {
	case 0:
		return nil, "nil"
	case 1:
		x := int(g.u64())
		return x, fmt.Sprintf("int(%d)", x)
	case 2:
		x := int64(g.u64())
		return x, fmt.Sprintf("int64(%d)", x)
	case 3:
		x := math.Float64frombits(g.u64())
		return x, fmt.Sprintf("float64(%x)", math.Float64bits(x))
	case 4:
		x := g.str()
		return x, fmt.Sprintf("%q", x)
	case 5:
		x := myInt(g.u64())
		return x, fmt.Sprintf("myInt(%d)", x)
	case 6:
		x := point{int(g.byte()), int(g.byte())}
		return x, fmt.Sprintf("point%v", x)
	case 7:
		x := pair{int(g.byte()), int(g.byte())}
		return x, fmt.Sprintf("pair%v", x)
	case 8:
		x := []byte(g.str())
		return x, fmt.Sprintf("bytes(%q)", x)
	case 9:
		x := []byte(g.str())
		return string(x), fmt.Sprintf("%q", x)
	case 10:
		x := hidden{g.str(), g.str()}
		return x, fmt.Sprintf("hidden{%q,%q}", x.a, x.b)
	case 11:
		var x []any
		var t []string
		for range g.byte() % 5 {
			v, s := g.value(depth + 1)
			x, t = append(x, v), append(t, s)
		}
		return x, fmt.Sprintf("anys(%v)[%s]", x == nil, strings.Join(t, ","))
	case 12:
		var x []string
		for range g.byte() % 5 {
			x = append(x, g.str())
		}
		return x, fmt.Sprintf("strings(%v)%q", x == nil, x)
	case 13:
		x, t := map[string]any{}, []string{}
		for range g.byte() % 5 {
			k := g.str()
			if _, ok := x[k]; ok {
				continue
			}
			v, s := g.value(depth + 1)
			x[k], t = v, append(t, fmt.Sprintf("%q:%s", k, s))
		}
		sort.Strings(t)
		return x, fmt.Sprintf("map[%s]", strings.Join(t, ","))
	case 14:
		v, s := g.value(depth + 1)
		return box{v}, "box{" + s + "}"
	case 15:
		v, s := g.value(depth + 1)
		return &box{v}, "&box{" + s + "}"
	case 16:
		var x *node
		t := ""
		for range g.byte() % 5 {
			v := int(g.byte())
			x, t = &node{v, x}, fmt.Sprintf("%d,%s", v, t)
		}
		return x, "list(" + t + ")"
	case 17:
		x := [3]int16{int16(g.byte()), int16(g.byte()), int16(g.byte())}
		return x, fmt.Sprintf("[3]int16%v", x)
	case 18:
		x := []int16{}
		for range g.byte() % 5 {
			x = append(x, int16(g.byte()))
		}
		return x, fmt.Sprintf("[]int16%v", x)
	default:
		x := [][]string{}
		for range g.byte() % 3 {
			x = append(x, []string{g.str(), g.str()}[:g.byte()%3])
		}
		return x, fmt.Sprintf("%q", x)
	}
}

func FuzzSumsDifferExactlyWhenValuesDo(f *testing.F) {
	f.Add([]byte{11, 3, 4, 1, 'a', 4, 0, 0}, []byte{11, 3, 4, 0, 4, 1, 'a', 0})
	f.Add([]byte{13, 2, 1, 'a', 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 'b', 0}, []byte{14, 15, 16, 3, 1, 2, 3})
	f.Add([]byte{10, 2, 'a', 'b', 1, 'c'}, []byte{10, 1, 'a', 2, 'b', 'c'})
	f.Fuzz(func(t *testing.T, a, b []byte) {
		va, ta := (&gen{a}).value(0)
		vb, tb := (&gen{b}).value(0)
		if (mustHash(t, va) == mustHash(t, vb)) != (ta == tb) {
			t.Errorf("%s and %s: sums equal is %v", ta, tb, ta != tb)
		}
		v2, _ := (&gen{a}).value(0)
		if mustHash(t, va) != mustHash(t, v2) {
			t.Errorf("%s has two sums", ta)
		}
		// Values in a row: the boundary between them must be in the stream.
		sum := func(vs ...any) Sum {
			h := New(Options{})
			for _, v := range vs {
				if err := h.Value(reflect.ValueOf(&v).Elem()); err != nil {
					t.Fatal(err)
				}
			}
			return h.Sum()
		}
		if (sum(va, vb) == sum(vb, va)) != (ta == tb) {
			t.Errorf("order of %s and %s", ta, tb)
		}
	})
}

// Many values at once, pairwise: what the corpus of a fuzzer sees only by chance.
func TestGeneratedValuesDifferExactlyWhenTheirTextsDo(t *testing.T) {
	texts := map[Sum]string{}
	sums := map[string]Sum{}
	x := uint64(1)
	for range 30_000 {
		b := make([]byte, 24)
		for i := range b {
			x ^= x << 13
			x ^= x >> 7
			x ^= x << 17
			b[i] = byte(x>>32) % 24
		}
		v, text := (&gen{b}).value(0)
		s := mustHash(t, v)
		if other, ok := texts[s]; ok && other != text {
			t.Fatalf("%s and %s have one sum", text, other)
		}
		if other, ok := sums[text]; ok && other != s {
			t.Fatalf("%s has two sums", text)
		}
		texts[s], sums[text] = text, s
	}
}
