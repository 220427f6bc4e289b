package codec

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

// A version of a type that another version of the program declares under the same name.
// Each is declared inside a function, as one package can hold only one otherwise.
func reportV(version string) reflect.Type {
	type unit string
	type row struct {
		N    int
		Unit unit
	}
	type report struct {
		Name string
		Rows []row
		Sum  map[string]*row
	}
	switch version {
	case "same":
		return reflect.TypeFor[report]()
	case "added field":
		type report struct {
			Name string
			Rows []row
			Sum  map[string]*row
			More bool
		}
		return reflect.TypeFor[report]()
	case "removed field":
		type report struct {
			Name string
			Rows []row
		}
		return reflect.TypeFor[report]()
	case "renamed field":
		type report struct {
			Title string
			Rows  []row
			Sum   map[string]*row
		}
		return reflect.TypeFor[report]()
	case "unexported field":
		type report struct {
			name string
			Rows []row
			Sum  map[string]*row
		}
		return reflect.TypeFor[report]()
	case "reordered":
		type report struct {
			Rows []row
			Name string
			Sum  map[string]*row
		}
		return reflect.TypeFor[report]()
	case "changed kind":
		type report struct {
			Name []byte
			Rows []row
			Sum  map[string]*row
		}
		return reflect.TypeFor[report]()
	case "pointer to value":
		type report struct {
			Name string
			Rows []row
			Sum  map[string]row
		}
		return reflect.TypeFor[report]()
	case "renamed type":
		type summary struct {
			Name string
			Rows []row
			Sum  map[string]*row
		}
		return reflect.TypeFor[summary]()
	case "renamed nested type":
		type line struct {
			N    int
			Unit unit
		}
		type report struct {
			Name string
			Rows []line
			Sum  map[string]*line
		}
		return reflect.TypeFor[report]()
	case "nested field":
		type row struct {
			N    int64
			Unit unit
		}
		type report struct {
			Name string
			Rows []row
			Sum  map[string]*row
		}
		return reflect.TypeFor[report]()
	case "underlying of a nested type":
		type unit int
		type row struct {
			N    int
			Unit unit
		}
		type report struct {
			Name string
			Rows []row
			Sum  map[string]*row
		}
		return reflect.TypeFor[report]()
	case "embedded":
		type row struct {
			N int
			unit
		}
		type report struct {
			Name string
			Rows []row
			Sum  map[string]*row
		}
		return reflect.TypeFor[report]()
	}
	panic(version)
}

func TestAChangedTypeIsAMiss(t *testing.T) {
	was := reportV("same")
	old := For(was)
	data, err := old.Encode([]reflect.Value{reflect.New(was).Elem()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := For(reportV("same")).Decode(data); err != nil {
		t.Errorf("the same type: %v", err)
	}
	for _, v := range []string{"added field", "removed field", "renamed field", "unexported field", "reordered", "changed kind", "pointer to value",
		"renamed type", "renamed nested type", "nested field", "underlying of a nested type", "embedded"} {
		is := reportV(v)
		if is.Name() != was.Name() && v != "renamed type" {
			t.Fatalf("%s: a type of another name, which tests nothing", v)
		}
		var se *ShapeError
		if vs, err := For(is).Decode(data); !errors.As(err, &se) {
			t.Errorf("%s: got %v, %v", v, vs, err)
		}
		// The same below pointers, slices and maps, and beside another result.
		for _, wrap := range []func(reflect.Type) []reflect.Type{
			func(t reflect.Type) []reflect.Type { return []reflect.Type{reflect.PointerTo(t)} },
			func(t reflect.Type) []reflect.Type {
				return []reflect.Type{reflect.TypeFor[int](), reflect.MapOf(reflect.TypeFor[string](), reflect.SliceOf(t))}
			},
		} {
			c := For(wrap(was)...)
			var vs []reflect.Value
			for _, t := range wrap(was) {
				vs = append(vs, reflect.New(t).Elem())
			}
			data, err := c.Encode(vs)
			if err != nil {
				t.Fatal(err)
			}
			if vs, err := For(wrap(is)...).Decode(data); !errors.As(err, &se) {
				t.Errorf("%s, wrapped: got %v, %v", v, vs, err)
			}
		}
	}
}

func TestAChangedTypeIsAShapeError(t *testing.T) {
	type inner struct{ N int }
	write := func(v reflect.Value) []byte {
		data, err := encode([]reflect.Value{v})
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	for name, c := range map[string]struct {
		v    reflect.Value
		read reflect.Type
	}{
		"field name":    {rv(struct{ A int }{}), reflect.TypeFor[struct{ B int }]()},
		"field type":    {rv(struct{ A int }{}), reflect.TypeFor[struct{ A uint }]()},
		"field order":   {rv(struct{ A, B int }{}), reflect.TypeFor[struct{ B, A int }]()},
		"declared type": {rv(point{}), reflect.TypeFor[struct{ X, Y int }]()},
		"element":       {rv([]inner{}), reflect.TypeFor[[]point]()},
		"how stored":    {rv(struct{ withFunc }{}.withFunc), reflect.TypeFor[point]()},
		"embedding":     {rv(struct{ point }{}), reflect.TypeFor[struct{ point point }]()},
	} {
		var se *ShapeError
		if _, err := decode(write(c.v), []reflect.Type{c.read}); !errors.As(err, &se) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	a, b := write(rv(struct {
		A int `json:"x"`
	}{5})), reflect.TypeFor[struct{ A int }]()
	if vs, err := decode(a, []reflect.Type{b}); err != nil || vs[0].Field(0).Int() != 5 {
		t.Errorf("a tag matters: %v", err)
	}
	if _, err := decode(a, []reflect.Type{b, b}); err == nil {
		t.Error("another number of results is accepted")
	}
	var se *ShapeError
	if _, err := decode(append([]byte{version + 1}, a[1:]...), []reflect.Type{b}); !errors.As(err, &se) {
		t.Errorf("another version: %v", err)
	}
	// A dynamic type that this program does not know, or knows in another shape.
	type onlyThere struct{ X int }
	Register(reflect.TypeFor[onlyThere]())
	data := write(rv(any(onlyThere{1})))
	delete(registered, reflect.TypeFor[onlyThere]())
	delete(registry, shape(reflect.TypeFor[onlyThere]()))
	if _, err := decode(data, []reflect.Type{reflect.TypeFor[any]()}); !errors.As(err, &se) || !strings.Contains(err.Error(), "codec.onlyThere") {
		t.Errorf("got %v", err)
	}
}
