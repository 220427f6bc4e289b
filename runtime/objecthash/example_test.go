package objecthash_test

import (
	"fmt"
	"reflect"
	"unsafe"

	"github.com/gocheckpoint/checkpoint/runtime/objecthash"
)

func ExampleHash() {
	a, _ := objecthash.Hash(map[string]int{"x": 1, "y": 2})
	b, _ := objecthash.Hash(map[string]int{"y": 2, "x": 1})
	fmt.Println(a == b)
	_, err := objecthash.Hash(struct{ Done chan bool }{})
	fmt.Println(err)
	// Output:
	// true
	// struct { Done chan bool }.Done is chan bool: channels cannot be hashed
}

func ExampleHasher() {
	h := objecthash.New(objecthash.Options{})
	key := func(args ...any) objecthash.Sum {
		h.Reset()
		h.Frame([]byte("identity of the function"))
		for _, a := range args {
			if err := h.Value(reflect.ValueOf(a)); err != nil {
				panic(err)
			}
		}
		return h.Sum()
	}
	fmt.Println(key("ab", "c") == key("a", "bc"), key([]int{}) == key([]int(nil)))
	// Output: false false
}

type Document struct {
	Text  string
	cache map[string]func()
}

// HashCheckpoint says that only the text counts.
func (d *Document) HashCheckpoint() (any, error) { return d.Text, nil }

func ExampleHashCheckpointer() {
	a, _ := objecthash.Hash(&Document{Text: "x"})
	b, err := objecthash.Hash(&Document{Text: "x", cache: map[string]func(){"f": nil}})
	fmt.Println(a == b, err)
	// Output: true <nil>
}

// Message looks like a generated protobuf message: beside its value, it has caches.
type Message struct {
	Text      string
	sizeCache int32
}

func (m *Message) ProtoReflect() any { return nil }

// deterministic is proto.MarshalOptions{Deterministic: true}.
var deterministic struct {
	Marshal func(m *Message) ([]byte, error)
}

// Request holds a message; what stands for it in a key is its deterministic encoding.
type Request struct{ Msg *Message }

func (r Request) HashCheckpoint() (any, error) {
	if r.Msg == nil {
		return nil, nil
	}
	return deterministic.Marshal(r.Msg)
}

func ExampleHashCheckpointer_protobuf() {
	deterministic.Marshal = func(m *Message) ([]byte, error) { return []byte(m.Text), nil }
	a, _ := objecthash.Hash(Request{&Message{Text: "x"}})
	b, err := objecthash.Hash(Request{&Message{Text: "x", sizeCache: 3}})
	fmt.Println(a == b, err)
	_, err = objecthash.Hash(&Message{})
	fmt.Println(err != nil)
	// Output:
	// true <nil>
	// true
}

// Page is hashed by its text and by the address without its fragment.
type Page struct {
	URL  Address `checkpoint:"by=Plain"`
	Text string
	seen int `checkpoint:"-"`
}

type Address struct{ Scheme, Host, Path, Fragment string }

// Plain is a method that the tag of a field names.
func (a Address) Plain() (string, error) { return a.Scheme + "://" + a.Host + "/" + a.Path, nil }

func Example_fieldTags() {
	a, _ := objecthash.Hash(Page{Address{"https", "go.dev", "doc", "top"}, "Text", 1})
	b, _ := objecthash.Hash(Page{Address{"https", "go.dev", "doc", "end"}, "Text", 2})
	c, _ := objecthash.Hash(Page{Address{"https", "go.dev", "ref", ""}, "Text", 3})
	fmt.Println(a == b, a == c)
	// Output: true false
}

func ExampleOptions_tolerant() {
	type Job struct {
		Name string
		Done chan bool
	}
	o := objecthash.Options{Tolerant: true}
	a, _ := o.Hash(Job{"a", make(chan bool)})
	b, _ := o.Hash(Job{"a", make(chan bool)})
	c, _ := o.Hash(Job{"c", make(chan bool)})
	fmt.Println(a == b, a == c)
	// Output: true false
}

func ExampleHasher_Pointer() {
	// What generated code does for func(path string, width int):
	paths, widths := objecthash.PlanFor(reflect.TypeFor[string]()), objecthash.PlanFor(reflect.TypeFor[int]())
	key := func(h *objecthash.Hasher, path string, width int) (objecthash.Sum, error) {
		h.Reset()
		if err := h.Pointer(paths, unsafe.Pointer(&path)); err != nil {
			return objecthash.Sum{}, err
		}
		if err := h.Pointer(widths, unsafe.Pointer(&width)); err != nil {
			return objecthash.Sum{}, err
		}
		return h.Sum(), nil
	}
	h := objecthash.New(objecthash.Options{})
	a, _ := key(h, "a.png", 128)
	b, _ := key(h, "a.png", 128)
	fmt.Println(a == b)
	// Output: true
}
