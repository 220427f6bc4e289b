package main

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest/build"
)

func TestJSONLinesAreThoseOfEncodingJSON(t *testing.T) {
	shared := []build.Assumed{{Reason: "reads <stdin> & \"more\"", File: "a.go", Line: 1, In: "m.F"}, {Reason: "b", In: "m.G"}}
	functions := []build.Listed{
		{ID: "m.F", Func: "m.F", Line: 2, Assumes: shared, Deps: []string{"m.G", "m.<H>"}, Decls: []string{"const m.C"}},
		{ID: "m.G", Func: "m.G", Assumes: shared, Decls: []string{"var m.V"}},
		{ID: "m.H", Func: "m.H", Assumes: shared[1:], Deps: []string{"m.G"}},
		{ID: "m.I", Func: "m.I", Status: "complete"},
		{},
	}
	var want bytes.Buffer
	enc := json.NewEncoder(&want)
	enc.SetEscapeHTML(false)
	for _, f := range functions {
		if err := enc.Encode(f); err != nil {
			t.Fatal(err)
		}
	}
	var got bytes.Buffer
	if err := print(&got, functions, true); err != nil {
		t.Fatal(err)
	}
	if got.String() != want.String() {
		t.Errorf("%s\nwant %s", &got, &want)
	}
}
