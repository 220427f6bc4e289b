package identity_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

const keyingSrc = `
-- lib/lib.go --
package lib

type Doc struct {
	Body   Body ` + "`checkpoint:\"by=Sum\"`" + `
	Author *Name ` + "`checkpoint:\"by=Text\"`" + `
	Other  Named ` + "`checkpoint:\"by=Text\"`" + `
}

type Body struct{ text string }

func (b Body) Sum() Digest { return Digest{len(b.text)} }

func (b Body) Unused() int { return 3 }

type Digest struct{ n int }

func (d Digest) HashCheckpoint() (any, error) { return d.n + 4, nil }

func (d Digest) String() string { return "digest" }

type Name struct{ first, last string }

func (n *Name) Text() (string, error) { return join(n.first, n.last), nil }

func join(a, b string) string { return a + " " + b }

type Named interface{ Text() (string, error) }

type Impl struct{}

func (Impl) Text() (string, error) { return "impl", nil }

type List[T any] struct {
	Items Items[T] ` + "`checkpoint:\"by=Len\"`" + `
}

type Items[T any] []T

func (l Items[T]) Len() int { return len(l) + 5 }

type Marshals struct{ n int }

func (m Marshals) MarshalBinary() ([]byte, error) { return []byte{6}, nil }

-- a/a.go --
package a

import (
	"m/lib"
	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

var (
	_ = checkpoint.Func(ofDoc)
	_ = checkpoint.Func(ofDeep)
	_ = checkpoint.Func(ofList)
	_ = checkpoint.Func(result)
	_ = checkpoint.Func(ofNone)
)

func ofDoc(d lib.Doc) int { return 0 }

func ofDeep(m map[string][]*struct{ In struct { D lib.Doc } }) int { return 0 }

func ofList(l lib.List[int]) int { return 0 }

func result() lib.Marshals { return lib.Marshals{} }

func ofNone(b lib.Body) int { return 0 }
`

// The identity of a registration covers the methods that say how a part of a parameter
// enters the key, wherever the part is (I8), and nothing else of its type.
func TestI8RegistrationsCoverHashMethodsAndByMethods(t *testing.T) {
	names := []string{"ofDoc", "ofDeep", "ofList", "result", "ofNone"}
	load := func(src string) map[string]*identity.Node {
		u := program{src: src}.load(t).Unit("m/a")
		roots := map[string]*identity.Node{}
		for _, n := range u.Nodes {
			if n.Kind == identity.RootNode {
				roots[n.Name[strings.LastIndex(n.Name, ".")+1:]] = n
			}
		}
		if len(roots) != len(names) {
			t.Fatalf("roots %v", roots)
		}
		return roots
	}
	before := load(keyingSrc)
	for _, e := range []edit{
		{"a by= method", "Digest{len(b.text)}", "Digest{len(b.text) + 1}", "ofDoc ofDeep"},
		{"what a by= method of a pointer calls", `a + " " + b`, `a + b`, "ofDoc ofDeep"},
		{"how the result of a by= method is hashed", "d.n + 4", "d.n + 5", "ofDoc ofDeep"},
		{"a by= method of an instance", "len(l) + 5", "len(l) + 6", "ofList"},
		{"the tag", `by=Sum`, `by=Unused`, "ofDoc ofDeep"},
		{"a marshal method of a result", "byte{6}", "byte{7}", "result"},
		{"another method of the field's type", "return 3", "return 4", ""},
		{"another method of the result's type", `"digest"`, `"Digest"`, ""},
		{"a method that an interface field may hold", `"impl"`, `"Impl"`, ""}, // its type is in the key
	} {
		if strings.Count(keyingSrc, e.old) != 1 {
			t.Fatalf("%q is not once in the program", e.old)
		}
		after := load(strings.Replace(keyingSrc, e.old, e.new, 1))
		var got []string
		for _, name := range names {
			if before[name].Identity != after[name].Identity {
				got = append(got, name)
			}
		}
		if want := strings.Fields(e.changes); !slices.Equal(got, want) {
			t.Errorf("%s: %q → %q changes %q, want %q", e.rule, e.old, e.new, got, want)
		}
	}
}
