package analyzer

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/gocheckpoint/checkpoint/internal/leaf"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

func sampleFact() *packageFact {
	return &packageFact{
		Units: []*identity.Summary{{
			ID: "p [p.test]", Path: "p",
			Nodes: []identity.SummaryNode{
				{Kind: identity.FuncNode, Name: "T.M", Identity: [32]byte{1, 2}, Captures: []string{"p.v"}, Outside: []string{"os.Args"}, Keeps: []bool{true, false}},
				{Kind: identity.FuncNode, Name: "T.M", Identity: [32]byte{1, 3}, Captures: []string{"p.v", "p.w"}, All: true, Keeps: []bool{}},
				{Kind: identity.VarNode, Name: "W", Identity: [32]byte{4}, Narrow: true, Varies: true, Keeps: []bool{}},
				{Kind: identity.TypeNode, Name: "T", Identity: [32]byte{3}, LinkVars: []string{"p.v"}, Unknown: true, Keeps: []bool{}},
			},
		}},
		Leaves: map[string]*leaf.Closure{
			"x/y": {Versions: map[string]string{"x": "v1 h1:a", "std": "go1"}, Modules: map[string]string{"x": "v1 h1:a"}},
			"x/z": {Versions: map[string]string{"x": "v1 h1:a"}, Modules: map[string]string{}, Unknown: "why"},
		},
	}
}

func TestFactsComeBackAndAreEqualBytes(t *testing.T) {
	first, err := sampleFact().GobEncode()
	if err != nil {
		t.Fatal(err)
	}
	for range 50 {
		again, err := sampleFact().GobEncode()
		if err != nil || !bytes.Equal(first, again) {
			t.Fatalf("equal facts are other bytes (%v)", err)
		}
	}
	var got packageFact
	if err := got.GobDecode(first); err != nil {
		t.Fatal(err)
	}
	if want := sampleFact(); !reflect.DeepEqual(&got, want) {
		t.Errorf("decoded\n%+v, want\n%+v", got.Units[0], want.Units[0])
	}
}

func TestDamagedFactsAreErrors(t *testing.T) {
	data, err := sampleFact().GobEncode()
	if err != nil {
		t.Fatal(err)
	}
	for n := range data {
		var f packageFact
		if err := f.GobDecode(data[:n]); err == nil {
			t.Errorf("the first %d of %d bytes decode", n, len(data))
		}
	}
	for i := range data { // must not panic, nor allocate without bound
		damaged := bytes.Clone(data)
		damaged[i] ^= 0xff
		new(packageFact).GobDecode(damaged)
	}
}

func TestFactsOfOptionsAndRegistrationsComeBack(t *testing.T) {
	options := &optionsFact{[]optionFact{
		{Name: "NoHash", Param: []string{"a", "b"}, Level: 7, Where: "lib.go:3", Text: `NoHash("a", "b")`},
		{Vague: true},
	}}
	data, err := options.GobEncode()
	if err != nil {
		t.Fatal(err)
	}
	var o optionsFact
	if err := o.GobDecode(data); err != nil || o.Options[0].Level != 7 || o.String() != options.String() {
		t.Errorf("%v: %v, want %v", err, &o, options)
	}
	registrations := &registrationsFact{[]registeredFact{{"p.F", "TTL(1)", "p", "p.go:1"}, {ID: "p.G"}}}
	if data, err = registrations.GobEncode(); err != nil {
		t.Fatal(err)
	}
	var r registrationsFact
	if err := r.GobDecode(data); err != nil || !reflect.DeepEqual(&r, registrations) {
		t.Errorf("%v: %v, want %v", err, r, registrations)
	}
}
