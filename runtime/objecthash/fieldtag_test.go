package objecthash

import (
	"errors"
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"
)

// Types with methods for the tag by=Method.
type (
	parsed  struct{ text, cache string }
	pointed struct{ n int }
	fickle  struct{ err error }
	loose   func() string
	chatty  struct{ parsed }
	endless struct {
		N    int
		Self again `checkpoint:"by=Next"`
	}
	again int
)

func (p parsed) Text() string             { return p.text }
func (p parsed) Words() ([]string, error) { return strings.Fields(p.text), nil }
func (p parsed) hidden() string           { return p.text }
func (p parsed) Arg(int) string           { return p.text }
func (p parsed) Two() (string, string)    { return p.text, p.text }
func (p parsed) None()                    {}
func (p *pointed) Half() *int             { return ptr(p.n / 2) }
func (p *pointed) Any() any               { return p.n / 2 }
func (f fickle) Text() (string, error)    { return "x", f.err }
func (loose) Text() string                { return "f" }
func (a again) Next() endless             { return endless{N: int(a)} }

type (
	byText struct {
		A parsed `checkpoint:"by=Text"`
		B int
	}
	byWords struct {
		P parsed `checkpoint:"by=Words"`
	}
	byHalf struct {
		p pointed `checkpoint:"by=Half"`
	}
	byPointer struct {
		P *pointed `checkpoint:"by=Half"`
	}
	byAny struct {
		P *pointed `checkpoint:"by=Any"`
	}
	byFace struct {
		S fmt.Stringer `checkpoint:"by=String"`
	}
	byFickle struct {
		F fickle `checkpoint:"by=Text"`
	}
	byLoose struct {
		F loose `checkpoint:"by=Text"`
	}
)

func TestH3AFieldEntersByWhatItsMethodReturns(t *testing.T) {
	for name, p := range map[string][2]any{
		"a string":             {byText{parsed{"a", "x"}, 1}, byText{parsed{"a", "y"}, 1}},
		"a slice and an error": {byWords{parsed{"a b", ""}}, byWords{parsed{" a  b ", ""}}},
		"a method of the pointer, of an unexported field": {byHalf{pointed{2}}, byHalf{pointed{3}}},
		"pointers":  {byPointer{&pointed{2}}, byPointer{&pointed{3}}},
		"a chan's":  {byLoose{nil}, byLoose{func() string { return "" }}},
		"any":       {byAny{&pointed{2}}, byAny{&pointed{3}}},
		"a map key": {map[byText]int{{parsed{"a", "x"}, 1}: 1}, map[byText]int{{parsed{"a", "y"}, 1}: 1}},
		"interface": {byFace{netip.MustParseAddr("1.2.3.4")}, byFace{netip.MustParseAddr("1.2.3.4")}},
	} {
		if mustHash(t, p[0]) != mustHash(t, p[1]) {
			t.Errorf("%s: the field enters beside what the method returns", name)
		}
	}
	seen := map[Sum]int{}
	list := []any{
		byText{parsed{"a", ""}, 1}, byText{parsed{"b", ""}, 1}, byText{parsed{"a", ""}, 2},
		byWords{parsed{"a", ""}}, byWords{parsed{"a a", ""}}, byHalf{pointed{2}}, byHalf{pointed{4}},
		byPointer{}, byPointer{&pointed{}}, byPointer{&pointed{2}}, byAny{}, byAny{&pointed{}}, byAny{&pointed{2}},
		byFace{}, byFace{netip.Addr{}}, byFace{netip.MustParseAddr("1.2.3.4")}, byFace{text("1.2.3.4")}, byFace{(*pointer)(nil)}, byFace{&pointer{}},
	}
	for i, v := range list {
		s := mustHash(t, v)
		if j, ok := seen[s]; ok {
			t.Errorf("%#v and %#v have one sum", v, list[j])
		}
		seen[s] = i
	}
}

type (
	text    string
	pointer struct{ n int }
)

func (t text) String() string     { return string(t) }
func (p *pointer) String() string { return fmt.Sprint(p.n) }

// Two versions of a type whose method's result changed have other sums (H3).
func TestH3TheTypeOfTheResultEnters(t *testing.T) {
	sum := func(v any) Sum {
		h := New(Options{})
		if err := h.Value(reflect.ValueOf(v)); err != nil { // without the type of v
			t.Fatal(err)
		}
		return h.Sum()
	}
	a := sum(struct {
		F ints1 `checkpoint:"by=Get"`
	}{})
	b := sum(struct {
		F ints2 `checkpoint:"by=Get"`
	}{})
	c := sum(struct {
		F ints3 `checkpoint:"by=Get"`
	}{})
	if a == b || b == c || a == c {
		t.Error("int, myInt and any(int) look alike")
	}
}

type ints1 struct{}
type ints2 struct{}
type ints3 struct{}

func (ints1) Get() int   { return 1 }
func (ints2) Get() myInt { return 1 }
func (ints3) Get() any   { return 1 }

// The method of what an interface holds depends on the type of that.
func TestH3TheTypeBehindAnInterfaceFieldIsAskedAbout(t *testing.T) {
	var asked []reflect.Type
	h := New(Options{DynamicType: func(t reflect.Type) ([]byte, error) { asked = append(asked, t); return nil, nil }})
	if err := h.Value(reflect.ValueOf(byFace{text("a")})); err != nil {
		t.Fatal(err)
	}
	if len(asked) != 1 || asked[0] != reflect.TypeFor[text]() {
		t.Errorf("asked about %v", asked)
	}
}

func TestH3TagErrorsNameThePath(t *testing.T) {
	const need = ", declared for the field's type or its pointer, without parameters and with one result, or one and an error"
	for _, c := range []struct {
		v    any
		want string
	}{
		{struct {
			P parsed `checkpoint:"skip"`
		}{}, `.P is objecthash.parsed: the tag checkpoint:"skip" is unknown; write "-" to leave the field out, or "by=Method"`},
		{struct {
			P parsed `checkpoint:""`
		}{}, `.P is objecthash.parsed: the tag checkpoint:"" is unknown`},
		{struct {
			P parsed `checkpoint:"by=Txt"`
		}{}, ".P is objecthash.parsed: by=Txt needs an exported method Txt" + need},
		{struct {
			P parsed `checkpoint:"by="`
		}{}, ".P is objecthash.parsed: by= needs an exported method"},
		{struct {
			P parsed `checkpoint:"by=hidden"`
		}{}, "needs an exported method hidden"},
		{struct {
			P parsed `checkpoint:"by=Arg"`
		}{}, "needs an exported method Arg"},
		{struct {
			P parsed `checkpoint:"by=Two"`
		}{}, "needs an exported method Two"},
		{struct {
			P *parsed `checkpoint:"by=None"`
		}{}, "needs an exported method None"},
		{struct {
			P **parsed `checkpoint:"by=Text"`
		}{}, "needs an exported method Text"},
		{struct {
			P chatty `checkpoint:"by=Text"`
		}{}, "needs an exported method Text"},
		{struct {
			P *chatty `checkpoint:"by=Text"`
		}{}, "needs an exported method Text"},
		{struct {
			P fmt.Stringer `checkpoint:"by=Text"`
		}{}, "needs an exported method Text"},
		{struct {
			P interface{ hidden() string } `checkpoint:"by=hidden"`
		}{}, "needs an exported method hidden"},
		{struct {
			P chans `checkpoint:"by=Get"`
		}{}, ".P.Get() is chan int: channels cannot be hashed"},
	} {
		err := Check(reflect.TypeOf(c.v))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Check: got  %v\nwant %v", err, c.want)
		}
		if _, err := Hash(c.v); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Hash: got  %v\nwant %v", err, c.want)
		}
	}
	no := errors.New("no")
	_, err := Hash([]byFickle{{fickle{no}}})
	if !errors.Is(err, no) || err.Error() != "[]objecthash.byFickle[].F is objecthash.fickle: by=Text: no" {
		t.Errorf("got %v", err)
	}
	_, err = Hash(struct {
		P panicky `checkpoint:"by=Text"`
	}{})
	if err == nil || !strings.Contains(err.Error(), ".P is objecthash.panicky: by=Text: panic: oops") {
		t.Errorf("got %v", err)
	}
	_, err = Hash(byFace{funcs(nil)})
	if err != nil {
		t.Error(err) // its method speaks for it
	}
	if _, err = Hash(endless{}); err == nil || !strings.Contains(err.Error(), "by=Next keeps returning") {
		t.Errorf("got %v", err)
	}
}

type (
	chans   struct{}
	panicky struct{}
	funcs   func()
)

func (chans) Get() chan int  { return nil }
func (panicky) Text() string { panic("oops") }
func (funcs) String() string { return "funcs" }

func TestReceiversOfByMethodsAreNotOnTheStack(t *testing.T) {
	if !PlanFor(reflect.TypeFor[[2]byHalf]()).calls {
		t.Error("hashed in place by Pointer")
	}
}
