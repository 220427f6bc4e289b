package codec

import (
	"fmt"
	"reflect"
	"sync"

	"github.com/gocheckpoint/checkpoint/runtime/objecthash"
)

// known maps shapes to types; a nil type stands for several that look the same.
type known map[objecthash.Sum]reflect.Type

func (k known) add(t reflect.Type) {
	s := shape(t)
	if other, ok := k[s]; ok && other != t {
		k[s] = nil
		return
	}
	k[s] = t
}

var (
	registryMu sync.RWMutex
	registry   = known{}
	registered = map[reflect.Type]bool{}
)

func init() {
	for _, t := range []reflect.Type{
		reflect.TypeFor[bool](), reflect.TypeFor[int](), reflect.TypeFor[int8](), reflect.TypeFor[int16](),
		reflect.TypeFor[int32](), reflect.TypeFor[int64](), reflect.TypeFor[uint](), reflect.TypeFor[uint8](),
		reflect.TypeFor[uint16](), reflect.TypeFor[uint32](), reflect.TypeFor[uint64](), reflect.TypeFor[uintptr](),
		reflect.TypeFor[float32](), reflect.TypeFor[float64](), reflect.TypeFor[complex64](),
		reflect.TypeFor[complex128](), reflect.TypeFor[string](), reflect.TypeFor[any](), reflect.TypeFor[error](),
		reflect.TypeFor[struct{}](), timeType, reflect.TypeFor[*[0]byte]().Elem(),
	} {
		registry.add(t)
	}
}

// Register makes t, and all types that it is made of, known by their full names, so
// that values of them can be stored inside interfaces. Registering a type again does
// nothing. Safe for concurrent use.
func Register(t reflect.Type) {
	registryMu.Lock()
	defer registryMu.Unlock()
	each(t, registered, registry.add)
}

// each calls f for t and every type that it is made of, once.
func each(t reflect.Type, seen map[reflect.Type]bool, f func(reflect.Type)) {
	if seen[t] {
		return
	}
	seen[t] = true
	f(t)
	if modeOf(t) != byFields {
		return
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		each(t.Elem(), seen, f)
	case reflect.Map:
		each(t.Key(), seen, f)
		each(t.Elem(), seen, f)
	case reflect.Struct:
		for i := range t.NumField() {
			each(t.Field(i).Type, seen, f)
		}
	}
}

// statics are the types that one result type is made of.
type statics struct {
	known
	aliasing bool // mayAlias
}

var staticCache sync.Map // reflect.Type → *statics

func staticsOf(ts []reflect.Type) []*statics {
	list := make([]*statics, len(ts))
	for i, t := range ts {
		s, ok := staticCache.Load(t)
		if !ok {
			st := &statics{known{}, mayAlias(t)}
			each(t, map[reflect.Type]bool{}, st.add)
			s, _ = staticCache.LoadOrStore(t, st)
		}
		list[i] = s.(*statics)
	}
	return list
}

// find returns the type of a shape, among those of the results and the registered ones.
func find(list []*statics, s objecthash.Sum) (t reflect.Type, ambiguous bool) {
	for _, st := range list {
		if u, ok := st.known[s]; ok {
			ambiguous = ambiguous || u == nil || t != nil && t != u
			t = u
		}
	}
	registryMu.RLock()
	u, ok := registry[s]
	registryMu.RUnlock()
	if ok {
		ambiguous = ambiguous || u == nil || t != nil && t != u
		t = u
	}
	return t, ambiguous
}

var shapes sync.Map // reflect.Type → objecthash.Sum

// shape identifies a type by names, structure and the way in which its parts are stored:
// a type that gains a MarshalBinary method is another shape (C9).
func shape(t reflect.Type) objecthash.Sum {
	if s, ok := shapes.Load(t); ok {
		return s.(objecthash.Sum)
	}
	h := objecthash.New(objecthash.Options{})
	sum := objecthash.ShapeSum(t)
	h.Frame(sum[:])
	var ms []byte
	each(t, map[reflect.Type]bool{}, func(u reflect.Type) { ms = append(ms, byte(modeOf(u))) })
	h.Frame(ms)
	s := h.Sum()
	shapes.Store(t, s)
	return s
}

func shapeOf(ts []reflect.Type) objecthash.Sum {
	h := objecthash.New(objecthash.Options{})
	for _, t := range ts {
		s := shape(t)
		h.Frame(s[:])
	}
	return h.Sum()
}

// Forms of a type in an encoding (C6).
const (
	descKnown byte = iota
	descPointer
	descSlice
	descArray
	descMap
)

// maxTypeDepth bounds how deep composed types nest, maxComposed how long composed arrays are.
const (
	maxTypeDepth = 64
	maxComposed  = 1 << 16
)

// composes reports whether decoding makes a type of n elements, whether or not it is known:
// it stays in memory for good. Elements that take memory but no bytes would unbound C8.
func composes(n int, elem reflect.Type) bool {
	return n <= maxComposed && (elem.Size() == 0 || minSize(elem) > 0)
}

func (e *encoder) typeDesc(t reflect.Type, depth int) error {
	if depth > maxTypeDepth {
		return unstorable(t, "its type nests too deep")
	}
	if t.Name() == "" && (t.Kind() != reflect.Array || composes(t.Len(), t.Elem())) {
		switch t.Kind() {
		case reflect.Pointer:
			e.byte(descPointer)
			return e.typeDesc(t.Elem(), depth+1)
		case reflect.Slice:
			e.byte(descSlice)
			return e.typeDesc(t.Elem(), depth+1)
		case reflect.Array:
			e.byte(descArray)
			e.uvarint(t.Len())
			return e.typeDesc(t.Elem(), depth+1)
		case reflect.Map:
			e.byte(descMap)
			if err := e.typeDesc(t.Key(), depth+1); err != nil {
				return err
			}
			return e.typeDesc(t.Elem(), depth+1)
		}
	}
	s := shape(t)
	switch u, ambiguous := find(e.statics, s); {
	case ambiguous:
		return unstorable(t, "another type declared inside a function has the same name and structure; move one of them to package level or rename it")
	case u == nil && textOnly[reflect.PointerTo(t)]:
		return unstorable(t, "such an error is known by its address alone; make its variable known by checkpoint.RegisterError, or return its text")
	case u == nil:
		return unstorable(t, "this type inside an interface has no registered name; give it one by checkpoint.RegisterType, in the package that declares it")
	}
	e.byte(descKnown)
	e.buf = append(e.buf, s[:]...)
	e.string(fullName(t))
	return nil
}

func fullName(t reflect.Type) string {
	if t.PkgPath() != "" {
		return t.PkgPath() + "." + t.Name()
	}
	return t.String()
}

func (d *decoder) typeDesc(depth int) (reflect.Type, error) {
	if depth > maxTypeDepth {
		return nil, d.corrupt("a type nests too deep")
	}
	form, err := d.byte()
	if err != nil {
		return nil, err
	}
	n := 0
	switch form {
	case descKnown:
		b, err := d.take(len(objecthash.Sum{}))
		if err != nil {
			return nil, err
		}
		name, err := d.bytes()
		if err != nil {
			return nil, err
		}
		t, ambiguous := find(d.statics, objecthash.Sum(b))
		if t == nil || ambiguous {
			return nil, &ShapeError{Reason: fmt.Sprintf("type %q is not registered, or has changed", name)}
		}
		return t, nil
	case descArray:
		if n, err = d.count(); err != nil {
			return nil, err
		}
	case descPointer, descSlice, descMap:
	default:
		return nil, d.corrupt("unknown type form %d", form)
	}
	t, err := d.typeDesc(depth + 1)
	if err != nil {
		return nil, err
	}
	switch form {
	case descPointer:
		return reflect.PointerTo(t), nil
	case descSlice:
		return reflect.SliceOf(t), nil
	case descArray:
		if !composes(n, t) {
			return nil, d.corrupt("an array of %d elements is not composed", n)
		}
		return reflect.ArrayOf(n, t), nil
	}
	elem, err := d.typeDesc(depth + 1)
	if err != nil {
		return nil, err
	}
	if !t.Comparable() {
		return nil, d.corrupt("%s cannot be the key of a map", t)
	}
	return reflect.MapOf(t, elem), nil
}
