package identity_test

import (
	"strings"
	"testing"
)

// twinsPool leave something in what they put into a pool (I4).
var twinsPool = []twin{
	{"I4 a pool, a buffer that is not reset", `
-- a/a.go --
package a
import ("bytes"; "sync")
var pool = sync.Pool{New: func() any { return new(bytes.Buffer) }}
func other(s string) { for range 8 { b := new(bytes.Buffer); b.WriteString(s); pool.Put(b) } }
func F() any { b := pool.Get().(*bytes.Buffer); b.WriteString("f"); return b.String() }
func Run() any { other("x"); return F() }
`, `other("x")`, `other("y")`, "puts values"},
	{"I4 a pool, a slice that is not cut", `
-- a/a.go --
package a
import ("sync")
var pool = sync.Pool{New: func() any { return new([]byte) }}
func other(s string) { for range 8 { b := []byte(s); pool.Put(&b) } }
func F() any { b := pool.Get().(*[]byte); return string(*b) }
func Run() any { other("x"); return F() }
`, `other("x")`, `other("y")`, "puts values"},
	{"I4 a pool, one of two who get is careless", `
-- a/a.go --
package a
import ("bytes"; "sync")
var pool = sync.Pool{New: func() any { return new(bytes.Buffer) }}
func other(s string) { for range 8 { b := new(bytes.Buffer); b.WriteString(s); pool.Put(b) } }
func careful() string { b := pool.Get().(*bytes.Buffer); b.Reset(); return b.String() }
func F() any { b := pool.Get().(*bytes.Buffer); return b.String() + careful() }
func Run() any { other("x"); return F() }
`, `other("x")`, `other("y")`, "puts values"},
	{"I4 a pool, Get is a function value", `
-- a/a.go --
package a
import ("bytes"; "sync")
var pool = sync.Pool{New: func() any { return new(bytes.Buffer) }}
func other(s string) { for range 8 { b := new(bytes.Buffer); b.WriteString(s); pool.Put(b) } }
func F() any { get := pool.Get; return get().(*bytes.Buffer).String() }
func Run() any { other("x"); return F() }
`, `other("x")`, `other("y")`, "puts values"},
	{"I4 a pool, a pool in a struct", `
-- a/a.go --
package a
import ("bytes"; "sync")
var bufs struct{ pool sync.Pool }
func init() { bufs.pool.New = func() any { return new(bytes.Buffer) } }
func other(s string) { for range 8 { b := new(bytes.Buffer); b.WriteString(s); bufs.pool.Put(b) } }
func F() any { return bufs.pool.Get().(*bytes.Buffer).String() }
func Run() any { other("x"); return F() }
`, `other("x")`, `other("y")`, "puts values"},
	{"I4 a pool, another value is reset", `
-- a/a.go --
package a
import ("bytes"; "sync")
var pool = sync.Pool{New: func() any { return new(bytes.Buffer) }}
func other(s string) { for range 8 { b, c := new(bytes.Buffer), new(bytes.Buffer); b.WriteString(s); c.Reset(); pool.Put(b) } }
func F() any { return pool.Get().(*bytes.Buffer).String() }
func Run() any { other("x"); return F() }
`, `other("x")`, `other("y")`, "puts values"},
}

func TestI4PoolsOfResetValues(t *testing.T) {
	const src = `
-- a/a.go --
package a

import (
	"bytes"
	"sync"
)

var pool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

var slices = sync.Pool{New: func() any { return new([]byte) }}

func F() string {
	BODY
}
`
	for body, tidy := range map[string]bool{
		`b := pool.Get().(*bytes.Buffer); b.Reset(); defer pool.Put(b); return b.String()`:                                  true,
		`b := pool.Get().(*bytes.Buffer); defer func() { b.Reset(); pool.Put(b) }(); return b.String()`:                     true,
		`b := (pool.Get)().(*bytes.Buffer); (b.Reset)(); s := b.String(); (pool.Put)((b)); return s`:                        true,
		`b := slices.Get().(*[]byte); *b = (*b)[:0]; defer slices.Put(b); return string(*b)`:                                true,
		`b := slices.Get().(*[]byte); *b = (*b)[:1]; defer slices.Put(b); return string(*b)`:                                false,
		`b := pool.Get().(*bytes.Buffer); defer pool.Put(b); b.Reset(); return b.String()`:                                  false, // not seen
		`b := pool.Get().(*bytes.Buffer); defer pool.Put(b); return b.String()`:                                             false,
		`if b := pool.Get().(*bytes.Buffer); true { b.Reset(); pool.Put(b) }; return ""`:                                    true,
		`if b := pool.Get().(*bytes.Buffer); true { pool.Put(b); b.Reset() }; return ""`:                                    false,
		`b := pool.Get().(*bytes.Buffer); b.Reset(); pool.Put(b); c := pool.Get().(*bytes.Buffer); pool.Put(c); return "x"`: false,
	} {
		as := functions(t, program{src: strings.Replace(src, "BODY", body, 1)})["a.F"].Closure().Assumptions
		if (len(as) == 0) != tidy {
			t.Errorf("%s: F assumes %v, want tidy: %v", body, as, tidy)
		}
	}
}
