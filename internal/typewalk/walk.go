package typewalk

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"
)

// Rules are what hashing and storing differ in.
type Rules struct {
	// Whole reports whether values of t are taken as they are, without a look
	// at their parts: by a method, or because t is known. If part isn't nil, it
	// is what is taken instead, and seg leads to it.
	Whole func(t types.Type) (part types.Type, seg string, ok bool)
	// Refusal says why a declared type is refused whatever it is made of.
	Refusal func(named *types.Named) string
	// Part says what of a field counts: the part that is taken instead of it, if that isn't
	// nil, with the segment that leads to it; what is wrong with its tag.
	Part func(field *types.Var, tag string) FieldPart
	// Kind says why a type is refused for what it is underneath, nil if channels,
	// functions and unsafe pointers are refused without a word and interfaces are not.
	Kind func(t types.Type) string
	// KeyPointer says why a map's key may hold no pointer, "" if it may.
	KeyPointer string
}

// A FieldPart is what a rule says of a field; the zero value stands for the field itself.
type FieldPart struct {
	Skip    bool
	Type    types.Type
	Seg     string
	Problem string
}

// A Culprit is the part of a type that can't be hashed or stored.
type Culprit struct {
	Path   string     // as objecthash.UnhashableError has it, "" for the type itself
	Type   types.Type // of the part
	Reason string     // "" where the type says it
	Field  *types.Var // the innermost one on the way, nil if none
}

// Find gives the first culprit in t, nil if there is none.
func (r *Rules) Find(t types.Type) *Culprit {
	w := walker{Rules: r}
	c := w.walk(t, new(typeutil.Map), false)
	if c != nil {
		slices.Reverse(w.segs)
		c.Path = joinPath(t, w.segs)
	}
	return c
}

type walker struct {
	*Rules
	segs []string // on the way back from the culprit, innermost first
}

// walk looks at t. seen holds the types that were or are being looked at, by
// identity, as recursive types may be made anew at each instantiation.
func (w *walker) walk(t types.Type, seen *typeutil.Map, inKey bool) *Culprit {
	t = types.Unalias(t)
	if seen.At(t) != nil {
		return nil
	}
	seen.Set(t, true)
	if part, seg, ok := w.Whole(t); ok {
		if part == nil {
			return nil
		}
		return w.within(w.walk(part, seen, inKey), seg)
	}
	if named, ok := t.(*types.Named); ok {
		if reason := w.Refusal(named); reason != "" {
			return &Culprit{Type: t, Reason: reason}
		}
	}
	if _, ok := t.(*types.TypeParam); ok {
		return nil // decided by the instance
	}
	reason := ""
	if w.Kind != nil {
		reason = w.Kind(t)
	}
	switch u := t.Underlying().(type) {
	case *types.Chan, *types.Signature:
		return &Culprit{Type: t, Reason: reason}
	case *types.Basic:
		if u.Kind() == types.UnsafePointer {
			return &Culprit{Type: t, Reason: reason}
		}
	case *types.Interface:
		if reason != "" {
			return &Culprit{Type: t, Reason: reason}
		}
	case *types.Pointer:
		if inKey && w.KeyPointer != "" {
			return &Culprit{Type: t, Reason: w.KeyPointer}
		}
		return w.within(w.walk(u.Elem(), seen, inKey), "*")
	case *types.Array:
		if u.Len() == 0 {
			return nil
		}
		return w.within(w.walk(u.Elem(), seen, inKey), "[]")
	case *types.Slice:
		return w.within(w.walk(u.Elem(), seen, inKey), "[]")
	case *types.Map:
		keys := seen
		if w.KeyPointer != "" {
			keys = new(typeutil.Map) // more is refused here than elsewhere
		}
		if c := w.walk(u.Key(), keys, true); c != nil {
			return w.within(c, "[key]")
		}
		return w.within(w.walk(u.Elem(), seen, inKey), "[]")
	case *types.Struct:
		for i := range u.NumFields() {
			f := u.Field(i)
			if f.Name() == "_" {
				continue // no part of the value
			}
			if c := w.field(f, u.Tag(i), seen, inKey); c != nil {
				if c.Field == nil {
					c.Field = f
				}
				return w.within(c, "."+f.Name())
			}
		}
	}
	return nil // a basic type, or an interface: decided when a value is there
}

// field looks at what of a field counts.
func (w *walker) field(f *types.Var, tag string, seen *typeutil.Map, inKey bool) *Culprit {
	switch part := w.Part(f, tag); {
	case part.Skip:
		return nil
	case part.Problem != "":
		return &Culprit{Type: f.Type(), Reason: part.Problem}
	case part.Type != nil:
		return w.within(w.walk(part.Type, seen, inKey), part.Seg)
	}
	return w.walk(f.Type(), seen, inKey)
}

func (w *walker) within(c *Culprit, seg string) *Culprit {
	if c != nil {
		w.segs = append(w.segs, seg)
	}
	return c
}

// joinPath writes segments after the name of the first declared type, as the
// runtime does: *Job.Done, []Job.Done.
func joinPath(t types.Type, segs []string) string {
	prefix := ""
	for t = types.Unalias(t); len(segs) > 0; t = types.Unalias(t) {
		if _, named := t.(*types.Named); named {
			break
		}
		switch u := t.(type) {
		case *types.Pointer:
			t = u.Elem()
		case *types.Slice:
			t = u.Elem()
		case *types.Array:
			t = u.Elem()
		case *types.Map:
			if segs[0] == "[key]" {
				t = u.Key()
			} else {
				t = u.Elem()
			}
		default:
			return prefix + "struct" + strings.Join(segs, "")
		}
		prefix += segs[0]
		segs = segs[1:]
	}
	if named, ok := t.(*types.Named); ok && prefix+strings.Join(segs, "") != "" {
		return prefix + named.Obj().Name() + strings.Join(segs, "")
	}
	return prefix
}

// Text says what is wrong: "it is chan int", "Job.Done is chan struct{}".
func (c *Culprit) Text(qualifier types.Qualifier) string {
	s := types.TypeString(c.Type, qualifier)
	if c.Path == "" {
		s = "it is " + s
	} else {
		s = c.Path + " is " + s
	}
	if c.Reason != "" {
		s += ": " + c.Reason
	}
	return s
}

// IsNamed reports whether t is the declared type path.name, or an instance of it.
func IsNamed(t types.Type, path string, names ...string) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == path &&
		(len(names) == 0 || slices.Contains(names, named.Obj().Name()))
}

// Declares reports whether t, a declared type but no interface, has the method
// itself, on the value or the pointer, with parameters and results like those
// written: "bytes", "any", "error", or "anything" for whatever it is. A method promoted from an embedded field
// would forget the other fields; the runtime doesn't use it either.
func Declares(t types.Type, name string, params, results []string) bool {
	fn := ownMethod(t, name)
	if fn == nil {
		return false
	}
	sig := fn.Signature()
	return !sig.Variadic() && like(sig.Params(), params) && like(sig.Results(), results)
}

// ownMethod is the method of that exported name that is declared for t or *t, nil if
// there is none.
func ownMethod(t types.Type, name string) *types.Func {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || types.IsInterface(named) {
		return nil
	}
	obj, index, _ := types.LookupFieldOrMethod(types.NewPointer(named), true, nil, name)
	if fn, ok := obj.(*types.Func); ok && len(index) == 1 {
		return fn
	}
	return nil
}

func like(tuple *types.Tuple, want []string) bool {
	if tuple.Len() != len(want) {
		return false
	}
	for i, w := range want {
		t := tuple.At(i).Type()
		switch w {
		case "bytes":
			if !types.Identical(t, types.NewSlice(types.Typ[types.Byte])) {
				return false
			}
		case "any":
			if !types.Identical(t, types.NewInterfaceType(nil, nil)) {
				return false
			}
		case "error":
			if !isError(t) {
				return false
			}
		}
	}
	return true
}

func isError(t types.Type) bool { return types.Identical(t, types.Universe.Lookup("error").Type()) }
