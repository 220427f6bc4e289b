package objecthash

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

func TestH6KeysAreSortedByTheirBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 2000 {
		n, alphabet, length, prefix := r.IntN(200), 1+r.IntN(255), 1+r.IntN(20), r.IntN(12)
		h := New(Options{})
		h.ends = []int{0}
		var want [][]byte
		for range n {
			k := bytes.Repeat([]byte{7}, prefix)
			for range r.IntN(length) {
				k = append(k, byte(r.IntN(alphabet)))
			}
			want = append(want, k)
			h.keys = append(h.keys, k...)
			h.ends = append(h.ends, len(h.keys))
			h.keys = append(h.keys, "value"[:r.IntN(6)]...)
			h.ends = append(h.ends, len(h.keys))
		}
		sorted, alike := h.sortKeys()
		slices.SortFunc(want, bytes.Compare)
		twice := false
		for i, k := range sorted {
			if !bytes.Equal(h.key(k.i), want[i]) {
				t.Fatalf("round %d: key %d of %d is %x, want %x", round, i, n, h.key(k.i), want[i])
			}
			twice = twice || i > 0 && bytes.Equal(want[i], want[i-1])
		}
		if alike != twice || len(sorted) != n {
			t.Fatalf("round %d: %d of %d keys, alike %v, want %v", round, len(sorted), n, alike, twice)
		}
	}
}

// The entries of the commonest maps are read without reflection; the sum is the same.
func TestTypedMapsGiveTheSameStream(t *testing.T) {
	for typ, typed := range typedEntries {
		for _, n := range []int{0, 1, 3, 100} {
			m := reflect.MakeMap(typ)
			for i := range n {
				k, v := reflect.New(typ.Key()).Elem(), reflect.New(typ.Elem()).Elem()
				if k.Kind() == reflect.String {
					k.SetString(fmt.Sprint("key", i*i))
				} else {
					k.SetInt(int64(i*i) - 50)
				}
				(&types{gen: gen{[]byte(fmt.Sprint(i*7, "abc", i))}}).fill(v, 10, false)
				m.SetMapIndex(k, v)
			}
			var sums []Sum
			for _, list := range []entries{typed, reflectEntries(planOf(typ)), typed} {
				h := New(Options{})
				if err := h.mapBody(planOf(typ), list, m.UnsafePointer()); err != nil {
					t.Fatal(err)
				}
				sums = append(sums, h.Sum())
			}
			if sums[0] != sums[1] || sums[0] != sums[2] {
				t.Errorf("%v of %d entries: the streams differ", typ, n)
			}
		}
	}
}

// A Hasher in use again finds neither what it met before nor too much room for it.
func TestResetForgetsReferentsAndTypes(t *testing.T) {
	h := New(Options{})
	many := make([]any, 100_000)
	for i := range many {
		many[i] = ptr(i)
	}
	few := []any{ptr(1), ptr(2), &point{}, &pair{}, map[string]any{"a": 1}}
	want := mustHash(t, few)
	for _, v := range []any{many, few, many[:5000], few, few, many[:100], distinct(), few} {
		h.Reset()
		if err := h.Value(reflect.ValueOf(&v).Elem()); err != nil {
			t.Fatal(err)
		}
		h.Reset()
		if len(h.queue)+len(h.types)+len(h.anys) > 0 || slices.ContainsFunc(h.seen, func(n uint32) bool { return n != 0 }) {
			t.Fatal("something is left")
		}
		if x := any(few); h.Value(reflect.ValueOf(&x).Elem()) != nil || h.Sum() != want {
			t.Fatal("the sum is another one in a used Hasher")
		}
	}
}

func TestH8ManyTypesAreNumbered(t *testing.T) {
	const n = 3 * fewTypes
	list := func(last int) []any {
		var l []any
		for i := range n {
			l = append(l, reflect.New(reflect.ArrayOf(i+1, reflect.TypeFor[struct{ _ myInt }]())).Elem().Interface())
		}
		return append(l, l[last])
	}
	seen := map[Sum]int{}
	for i := range n {
		asked := 0
		h := New(Options{DynamicType: func(reflect.Type) ([]byte, error) { asked++; return nil, nil }})
		for range 2 {
			h.Reset()
			if err := h.Value(reflect.ValueOf(list(i))); err != nil {
				t.Fatal(err)
			}
		}
		if asked != 2*n {
			t.Errorf("asked %d times about %d types", asked, n)
		}
		if j, ok := seen[h.Sum()]; ok {
			t.Errorf("types %d and %d have one number", i, j)
		}
		seen[h.Sum()] = i
	}
}
