package objecthash

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/gocheckpoint/checkpoint/runtime/internal/typepath"
)

// HashCheckpointer is implemented by types that say what stands for them in a call
// key. A value of a type with this method, on the type or on its pointer, is hashed by
// the type's full identity and by what the method returns (H9). The method must neither
// write to its receiver nor return a value of the receiver's own type. A method that
// comes from an embedded field is not used: it would hide the other fields. A method of
// that name with another signature is an error for every value of the type. It is called
// by every goroutine that hashes such a value, concurrently; its panic is an error.
type HashCheckpointer interface {
	HashCheckpoint() (any, error)
}

const hookReason = "its method HashCheckpoint would not be used: make it a func() (any, error), or rename it"

// hookProblem says what is wrong with a method HashCheckpoint that is declared on t and
// is no HashCheckpointer's, which would be passed over without a word; "" if nothing is.
func hookProblem(t reflect.Type) string {
	if t.Name() == "" || t.Kind() == reflect.Interface {
		return ""
	}
	if _, ok := hookOf(reflect.PointerTo(t)); !ok || reflect.PointerTo(t).Implements(hookType) || typepath.Promoted(t, hookOf) {
		return ""
	}
	return hookReason
}

// maxDepth bounds what nests on the stack: interfaces that hold values that hold
// interfaces. References do not count (H4).
const maxDepth = 10_000

var tooDeep = fmt.Sprintf("interfaces nest more than %d deep", maxDepth)

// maxHooks bounds chains of HashCheckpoint results that keep making new values.
const maxHooks = 1 << 20

var rtype = reflect.TypeOf(anyType)

// dynamic writes what an interface holds (H8).
func (h *Hasher) dynamic(x any) error {
	if x == nil {
		h.tag(tagNil)
		return nil
	}
	pl := h.planOf(x)
	if pl.basic {
		h.tag(tagBasic)
		return pl.enc(h, data(x))
	}
	t := pl.t
	if t == rtype {
		return h.reflectType(x.(reflect.Type))
	}
	if h.depth >= maxDepth {
		return unhashable(t, tooDeep)
	}
	h.depth++
	h.tag(tagDynamic)
	err := h.typeRef(pl)
	if err == nil {
		switch t.Kind() {
		case reflect.Pointer, reflect.Map:
			// x is this value. What it refers to is on the heap, as all that interfaces hold.
			if p := data(x); !pl.calls {
				err = pl.enc(h, noescape(unsafePointer(&p)))
				break
			}
			fallthrough
		default:
			err = pl.enc(h, boxed(x, t))
		}
	}
	h.depth--
	if err != nil {
		return within(err, ".("+typeName(t)+")")
	}
	return nil
}

// planOf is the plan of what x holds. It asks the table that all share only for types that
// this Hasher did not meet lately.
func (h *Hasher) planOf(x any) *plan {
	typ := *(*unsafePointer)(unsafePointer(&x))
	c := &h.plans[uintptr(typ)/64%uintptr(len(h.plans))]
	if c.typ != typ {
		c.typ, c.pl = typ, planOf(reflect.TypeOf(x))
	}
	return c.pl
}

// reflectType writes a type that is itself the value.
func (h *Hasher) reflectType(t reflect.Type) error {
	h.tag(tagType)
	return within(h.typeRef(planOf(t)), ".(reflect.Type)")
}

// typeRef writes the identity of a type and of its methods, and the number that this
// got when it comes again. Keys of maps are written in random order: they number none.
func (h *Hasher) typeRef(pl *plan) error {
	if n := h.typeNumber(pl); n >= 0 {
		h.tag(tagTypeBack)
		h.uvarint(n)
		return nil
	}
	sum, err := h.typeSum(pl)
	if err != nil {
		return err
	}
	var code []byte
	asked := pl.ask && h.opt.DynamicType != nil
	if asked {
		code, err = h.opt.DynamicType(pl.t)
		if err != nil {
			return &pathError{Type: pl.t, Reason: err.Error(), Err: err}
		}
	}
	if h.inKey {
		h.tag(tagTypeWhole)
	} else {
		h.addType(pl)
		h.tag(tagTypeNew)
	}
	h.raw(sum[:])
	if asked {
		h.tag(1)
		h.bytes(code)
	} else {
		h.tag(0)
	}
	return nil
}

// fewTypes is how many are found faster one after the other than in a map.
const fewTypes = 12

// typeNumber is the number of a dynamic type, -1 if it has none yet.
func (h *Hasher) typeNumber(pl *plan) int {
	if len(h.types) <= fewTypes {
		return slices.Index(h.types, pl)
	}
	if n, ok := h.known[pl]; ok {
		return n
	}
	return -1
}

func (h *Hasher) addType(pl *plan) {
	h.types = append(h.types, pl)
	switch n := len(h.types); {
	case n == fewTypes+1:
		if h.known == nil {
			h.known = make(map[*plan]int)
		}
		for i, pl := range h.types {
			h.known[pl] = i
		}
	case n > fewTypes:
		h.known[pl] = n - 1
	}
}

func (h *Hasher) forgetTypes() {
	if len(h.types) > fewTypes {
		clear(h.known)
	}
	h.types = h.types[:0]
}

var hookType = reflect.TypeFor[HashCheckpointer]()

// hasHook reports whether t's values are hashed by their HashCheckpoint method.
func hasHook(t reflect.Type) bool {
	return t.Name() != "" && t.Kind() != reflect.Interface && reflect.PointerTo(t).Implements(hookType) && !typepath.Promoted(t, hookOf)
}

func hookOf(t reflect.Type) (reflect.Method, bool) { return t.MethodByName("HashCheckpoint") }

func hookEncoder(pl *plan) encoder {
	t := pl.t
	return func(h *Hasher, p unsafePointer) error {
		if h.depth >= maxDepth || h.hooks >= maxHooks {
			return unhashable(t, "HashCheckpoint keeps returning values that have it")
		}
		sum, err := h.typeSum(pl)
		if err != nil {
			return err
		}
		x, err := callHook(reflect.NewAt(t, p).Interface().(HashCheckpointer))
		if err != nil {
			return &pathError{Type: t, Reason: "HashCheckpoint: " + err.Error(), Err: err}
		}
		if xt := reflect.TypeOf(x); xt == t || xt == reflect.PointerTo(t) {
			return unhashable(t, "HashCheckpoint returns a value of the type itself; return what stands for it")
		}
		h.tag(tagCheckpoint)
		h.raw(sum[:])
		h.depth++
		h.hooks++
		err = h.dynamic(x)
		h.depth--
		h.hooks--
		return within(err, ".HashCheckpoint()")
	}
}

func callHook(x HashCheckpointer) (v any, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return x.HashCheckpoint()
}
