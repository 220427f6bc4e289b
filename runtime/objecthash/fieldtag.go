package objecthash

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/gocheckpoint/checkpoint/runtime/internal/typepath"
)

// role is what the tag `checkpoint:"…"` of a field says (H3).
type role struct {
	skip    bool
	by      *method // by=Method
	problem string  // of the tag, "" if there is none
}

// method is what stands for a field that has the tag by=Method.
type method struct {
	name   string
	index  int          // in the method set of recv
	recv   reflect.Type // the field's type, or a pointer to it
	result reflect.Type
	fails  bool // it also returns an error
}

var errorType = reflect.TypeFor[error]()

func roleOf(f reflect.StructField) role {
	if f.Name == "_" {
		return role{skip: true}
	}
	tag, ok := f.Tag.Lookup("checkpoint")
	if !ok {
		return role{}
	}
	name, by := strings.CutPrefix(tag, "by=")
	switch {
	case tag == "-":
		return role{skip: true}
	case !by:
		return role{problem: fmt.Sprintf(`the tag checkpoint:%q is unknown; write "-" to leave the field out, or "by=Method" to hash what a method of it returns`, tag)}
	}
	m, ok := methodOf(f.Type, name)
	if !ok {
		return role{problem: fmt.Sprintf("by=%s needs an exported method %[1]s, declared for the field's type or its pointer, without parameters and with one result, or one and an error", name)}
	}
	return role{by: m}
}

// methodOf finds the method that stands for a field of type t. As with HashCheckpoint, one
// that is promoted from an embedded field would hide the others.
func methodOf(t reflect.Type, name string) (*method, bool) {
	recv, declared := t, t
	in := 1 // the receiver
	switch {
	case t.Kind() == reflect.Interface:
		in = 0
	case t.Kind() == reflect.Pointer && t.Name() == "":
		declared = t.Elem()
	default:
		recv = reflect.PointerTo(t)
	}
	m, ok := recv.MethodByName(name)
	if !ok || !m.IsExported() || typepath.Promoted(declared, func(t reflect.Type) (reflect.Method, bool) { return t.MethodByName(name) }) {
		return nil, false
	}
	ft := m.Type
	if ft.NumIn() != in || ft.NumOut() < 1 || ft.NumOut() > 2 || ft.NumOut() == 2 && ft.Out(1) != errorType {
		return nil, false
	}
	return &method{name: name, index: m.Index, recv: recv, result: ft.Out(0), fails: ft.NumOut() == 2}, true
}

// by writes what the method m of a field of type t returns, with the method's result type,
// and with the dynamic type where t is an interface, as its method is then another one.
func (c compiler) by(t reflect.Type, m *method) encoder {
	result := c.plan(m.result)
	fail := func(err error) error {
		return &pathError{Type: t, Reason: "by=" + m.name + ": " + err.Error(), Err: err}
	}
	return func(h *Hasher, p unsafePointer) error {
		v := reflect.NewAt(t, p)
		if m.recv == t {
			v = v.Elem()
			if v.IsNil() {
				h.tag(tagNil)
				return nil
			}
		}
		h.tag(tagBy)
		if t.Kind() == reflect.Interface {
			if err := h.typeRef(planOf(v.Elem().Type())); err != nil {
				return err
			}
			if e := v.Elem(); e.Kind() == reflect.Pointer && e.IsNil() {
				h.tag(tagNil)
				return nil
			}
		}
		if h.depth >= maxDepth || h.hooks >= maxHooks {
			return unhashable(t, "by="+m.name+" keeps returning values that have such fields")
		}
		x, err := m.call(v)
		if err != nil {
			return fail(err)
		}
		if result.basic {
			h.tag(tagBasic)
		} else {
			sum, err := h.typeSum(result)
			if err != nil {
				return err
			}
			h.tag(tagTypeWhole)
			h.raw(sum[:])
		}
		h.depth++
		h.hooks++
		err = result.enc(h, copied(x))
		h.depth--
		h.hooks--
		return within(err, "."+m.name+"()")
	}
}

// call calls the method of a receiver.
func (m *method) call(recv reflect.Value) (x reflect.Value, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	out := recv.Method(m.index).Call(nil)
	if m.fails && !out[1].IsNil() {
		return reflect.Value{}, out[1].Interface().(error)
	}
	return out[0], nil
}
