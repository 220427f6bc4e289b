package objecthash

import (
	"errors"
	"math"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"
)

func TestTolerantTakesWhatIsRefusedByItsType(t *testing.T) {
	tolerant := Options{Tolerant: true}
	hash := func(v any) Sum {
		t.Helper()
		s, err := tolerant.Hash(v)
		if err != nil {
			t.Fatalf("%T: %v", v, err)
		}
		return s
	}
	type local struct{ X int }
	a, b := local{1}, func() any { type local struct{ X int }; return local{1} }()
	nan := math.NaN()
	for name, p := range map[string][2]any{
		"channels":          {make(chan int), make(chan int, 1)},
		"functions":         {strings.ToUpper, strings.ToLower},
		"locks":             {&sync.Mutex{}, func() any { var mu sync.Mutex; mu.Lock(); return &mu }()},
		"files":             {struct{ F os.File }{}, struct{ F os.File }{*os.Stdout}},
		"keys by address":   {map[*int]int{ptr(1): 1, ptr(2): 2}, map[*int]int{ptr(3): 3, ptr(4): 4}},
		"references inside": {map[any]int{&point{}: 1}, map[any]int{&pair{}: 2}},
		"keys alike":        {map[float64]int{nan: 1, nan: 2}, map[float64]int{nan: 2, nan: 1}},
		"types alike":       {a, b},
		"in a key":          {map[chan int]int{make(chan int): 1}, map[chan int]int{make(chan int): 1}},
		"messages":          {&message{n: 1}, &message{n: 2}},
	} {
		if hash(p[0]) != hash(p[1]) {
			t.Errorf("%s: more than the type enters", name)
		}
		_, err1 := Hash(p[0])
		_, err2 := Hash(p[1])
		if err1 == nil && err2 == nil {
			t.Errorf("%s: tolerated by Hash", name)
		}
	}
	seen := map[Sum]int{}
	for i, v := range []any{
		(chan int)(nil), make(chan int), make(chan string), make(<-chan int), (func())(nil), func() {}, func(int) {}, sync.Mutex{}, &sync.RWMutex{},
		[]func(){}, []func(){nil}, []func(){nil, nil}, []func(){func() {}}, job{done: make(chan struct{}), Any: func() {}}, job{Name: "x", Any: func() {}},
		map[*int]int{ptr(1): 1}, map[*int]int{ptr(1): 1, ptr(2): 2}, map[*int]int{}, map[*int]int(nil), map[chan int]int{},
	} {
		s := hash(v)
		if j, ok := seen[s]; ok {
			t.Errorf("values %d and %d have one sum", i, j)
		}
		seen[s] = i
	}
	for _, v := range distinct() {
		if hash(v) != mustHash(t, v) {
			t.Errorf("%T: Tolerant changes the sum of what can be hashed", v)
		}
	}
	// What a method says is no matter of tolerance, nor is a tag.
	if _, err := tolerant.Hash(failing{}); !errors.Is(err, errFailing) {
		t.Errorf("got %v", err)
	}
	if _, err := tolerant.Hash(struct {
		N int `checkpoint:"skip"`
	}{}); err == nil {
		t.Error("a tag that is unknown is tolerated")
	}
}

// message looks as protoc-gen-go generates them.
type message struct {
	state         struct{ noCopy [0]sync.Mutex }
	n             int
	unknownFields []byte
	sizeCache     int32
}

type reflection interface{ Descriptor() any }

func (m *message) ProtoReflect() reflection { return nil }

type (
	request struct {
		Name string
		*message
	}
	wrapped   struct{ M message }
	otherKind struct{ n int }
)

// HashCheckpoint stands for a message that is marshalled deterministically.
func (w *wrapped) HashCheckpoint() (any, error) { return w.M.n, nil }

func (otherKind) ProtoReflect(int) {}

func TestH11MessagesAreNotHashedByTheirFields(t *testing.T) {
	const want = "message: the fields of a protobuf message are not its value; hash what proto.MarshalOptions{Deterministic: true} gives"
	for _, v := range []any{message{}, &message{}, []*message{{}}, request{message: &message{}}, struct{ m message }{}, box{&message{}}, generic[message]{}} {
		if _, err := Hash(v); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%T: got %v", v, err)
		}
		if _, dynamic := v.(box); dynamic {
			continue
		}
		if err := Check(reflect.TypeOf(v)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%T: Check got %v", v, err)
		}
	}
	if _, err := Hash(request{}); err != nil {
		t.Error("a nil message is no message:", err)
	}
	if mustHash(t, &wrapped{message{n: 1, sizeCache: 1}}) != mustHash(t, &wrapped{message{n: 1, sizeCache: 2}}) {
		t.Error("the wrapper's method is not used")
	}
	mustHash(t, otherKind{})
}

type (
	wrongHook   struct{ N int }
	wrongNumber int
	wrongText   string
	aroundWrong struct{ wrongHook }
)

func (wrongHook) HashCheckpoint() any                  { return 1 }
func (*wrongNumber) HashCheckpoint() (int, error)      { return 1, nil }
func (wrongText) HashCheckpoint(x int) (any, error)    { return x, nil }
func (aroundWrong) HashCheckpoint() (x any, err error) { return 1, nil }

// A method that was meant, and isn't used, would let values be hashed in another way than
// their author thinks (H9).
func TestHashCheckpointOfAnotherSignatureIsAnError(t *testing.T) {
	const want = "make it a func() (any, error)"
	for _, v := range []any{
		wrongHook{}, &wrongHook{}, []wrongHook{{}}, map[string]wrongHook{"": {}}, map[wrongHook]int{{}: 1}, struct{ F wrongHook }{},
		wrongNumber(1), []wrongNumber{1}, [2]wrongNumber{}, [2][2]wrongNumber{}, map[int]wrongNumber{1: 1},
		wrongText(""), []wrongText{""}, [1]wrongText{},
	} {
		_, err := Hash(v)
		var u *UnhashableError
		if !errors.As(err, &u) || !strings.Contains(u.Reason, want) {
			t.Errorf("Hash(%T): %v, want the signature", v, err)
		}
		if _, err := (Options{Tolerant: true}).Hash(v); err == nil {
			t.Errorf("%T: tolerated", v)
		}
		if err := Check(reflect.TypeOf(v)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Check(%T): %v, want the signature", v, err)
		}
	}
	if _, err := Hash(aroundWrong{}); err != nil {
		t.Errorf("a method that hides that of an embedded field: %v", err)
	}
}
