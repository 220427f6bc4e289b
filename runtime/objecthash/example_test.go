package objecthash_test

import (
	"fmt"
	"reflect"

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
