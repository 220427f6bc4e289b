package objecthash

import (
	"reflect"
	"sync"
	"sync/atomic"
)

// Tags of the stream. Golden tests fix them: changing one changes every sum.
const (
	tagNil byte = iota
	tagBool
	tagInt
	tagInt8
	tagInt16
	tagInt32
	tagInt64
	tagUint
	tagUint8
	tagUint16
	tagUint32
	tagUint64
	tagUintptr
	tagFloat32
	tagFloat64
	tagComplex64
	tagComplex128
	tagString
	tagArray
	tagSlice
	tagMap
	tagStruct
	tagPointer    // pointee follows at once (zero-sized ones)
	tagNew        // referent follows later, under the next number
	tagBack       // number of a referent met before
	tagBasic      // interface that holds a predeclared basic type
	tagDynamic    // interface that holds any other type
	tagTypeNew    // type sum and method identity follow
	tagTypeBack   // number of a dynamic type met before
	tagTypeWhole  // as tagTypeNew, but not numbered (in map keys)
	tagType       // reflect.Type
	tagCheckpoint // HashCheckpoint
	tagTime
	tagLocation
	tagBig
	tagAtomic
	tagHandle
	tagFrame
	tagTimeRules // time in a location whose offset changes
	tagBy        // what the method of a field returns
	tagOpaque    // type alone (Options.Tolerant)
	tagSentinel  // name of an error of the standard library
)

type encoder func(h *Hasher, p unsafePointer) error

// plan is how the values of one type are written, compiled once per type.
type plan struct {
	t     reflect.Type
	enc   encoder
	body  func(h *Hasher, p unsafePointer, n int) error // of maps and open slices: the referent
	basic bool                                          // predeclared basic type
	ask   bool                                          // Options.DynamicType is asked about it
	calls bool                                          // methods of the user get pointers into the value
	fixed bool                                          // its values have one size in the stream
	elem  *plan
	key   *plan
	sum   atomic.Pointer[Sum] // of the type, once it was needed and is its alone
}

var (
	plans     sync.Map // reflect.Type → *plan, complete ones only
	compiling sync.Mutex
	anyType   = reflect.TypeFor[any]()
	anyPlan   = planOf(anyType)
)

func planOf(t reflect.Type) *plan {
	if pl, ok := plans.Load(t); ok {
		return pl.(*plan)
	}
	compiling.Lock()
	defer compiling.Unlock()
	c := compiler{}
	pl := c.plan(t)
	for t, pl := range c { // only now is every plan of a recursive type complete
		plans.LoadOrStore(t, pl)
	}
	return pl
}

type compiler map[reflect.Type]*plan

func (c compiler) plan(t reflect.Type) *plan {
	if pl, ok := plans.Load(t); ok {
		return pl.(*plan)
	}
	if pl, ok := c[t]; ok {
		return pl
	}
	pl := &plan{t: t, basic: t.PkgPath() == "" && isBasic(t.Kind()), ask: hasDeclared(t), calls: calls(t), fixed: t.Size() <= maxFixed && fixed(t)}
	c[t] = pl
	pl.enc = c.encoder(pl)
	return pl
}

// encoder applies the rules in the order of precedence that doc.go gives (H9).
func (c compiler) encoder(pl *plan) encoder {
	t := pl.t
	if hasHook(t) {
		return hookEncoder(pl)
	}
	if problem := hookProblem(t); problem != "" {
		return func(*Hasher, unsafePointer) error { return unhashable(t, problem) }
	}
	if enc := c.special(t); enc != nil {
		return enc
	}
	if reason := refusal(t); reason != "" {
		return refusedEncoder(t, reason)
	}
	switch k := t.Kind(); k {
	case reflect.String:
		return encString
	case reflect.Array:
		return c.array(pl)
	case reflect.Slice:
		return c.sliceOf(pl)
	case reflect.Map:
		return c.mapOf(pl)
	case reflect.Struct:
		return c.structOf(t)
	case reflect.Pointer:
		return c.pointer(pl)
	case reflect.Interface:
		if t.NumMethod() == 0 {
			return func(h *Hasher, p unsafePointer) error { return h.dynamic(*(*any)(p)) }
		}
		return func(h *Hasher, p unsafePointer) error {
			v := reflect.NewAt(t, p).Elem()
			if v.IsNil() {
				return h.dynamic(nil)
			}
			return h.dynamic(v.Interface())
		}
	default:
		return scalars[k]
	}
}

func (c compiler) structOf(t reflect.Type) encoder {
	type field struct {
		off  uintptr
		name string
		enc  encoder
	}
	var fields []field
	for i := range t.NumField() {
		f := t.Field(i)
		switch r := roleOf(f); {
		case r.skip:
		case r.problem != "":
			fields = append(fields, field{f.Offset, f.Name, func(*Hasher, unsafePointer) error { return unhashable(f.Type, r.problem) }})
		case r.by != nil:
			fields = append(fields, field{f.Offset, f.Name, c.by(f.Type, r.by)})
		default:
			pl := c.plan(f.Type)
			if pl.enc == nil { // still being compiled: a recursive type
				fields = append(fields, field{f.Offset, f.Name, func(h *Hasher, p unsafePointer) error { return pl.enc(h, p) }})
				continue
			}
			fields = append(fields, field{f.Offset, f.Name, pl.enc})
		}
	}
	return func(h *Hasher, p unsafePointer) error {
		h.tag(tagStruct)
		for i := range fields {
			f := &fields[i]
			if err := f.enc(h, add(p, f.off)); err != nil {
				return within(err, "."+f.name)
			}
		}
		return nil
	}
}

// hasDeclared reports whether t is or contains a declared type, methods of which may be
// called. It ends: an unnamed type contains itself only through a declared one.
func hasDeclared(t reflect.Type) bool {
	if t.PkgPath() != "" {
		return true
	}
	switch t.Kind() {
	case reflect.Array, reflect.Slice, reflect.Pointer:
		return hasDeclared(t.Elem())
	case reflect.Map:
		return hasDeclared(t.Key()) || hasDeclared(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if hasDeclared(t.Field(i).Type) {
				return true
			}
		}
	}
	return false
}

// maxFixed is how many bytes of a map's value are worth a copy.
const maxFixed = 256

// fixed reports whether values of t have one size in the stream: numbers, and arrays and
// structs of them.
func fixed(t reflect.Type) bool {
	if hasHook(t) || hookProblem(t) != "" || isAtomic(t) || refusal(t) != "" {
		return false
	}
	switch t.Kind() {
	case reflect.Array:
		return t.Len() == 0 || fixed(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			if r := roleOf(f); !r.skip && (r.by != nil || r.problem != "" || !fixed(f.Type)) {
				return false
			}
		}
		return true
	}
	return kindSizes[t.Kind()] > 0
}

// open reports whether values of t can nest without bound, or contain themselves,
// through slices and interfaces alone.
func open(t reflect.Type, path []reflect.Type) bool {
	for _, on := range path {
		if on == t {
			return true
		}
	}
	if hasHook(t) {
		return true
	}
	switch t.Kind() {
	case reflect.Interface:
		return true
	case reflect.Slice, reflect.Array:
		return !(t.Kind() == reflect.Array && t.Len() == 0) && open(t.Elem(), append(path, t))
	case reflect.Struct:
		if isAtomic(t) {
			return true // atomic.Value holds an interface
		}
		for i := range t.NumField() {
			f := t.Field(i)
			if r := roleOf(f); r.by != nil || !r.skip && open(f.Type, append(path, t)) {
				return true
			}
		}
	}
	return false
}
