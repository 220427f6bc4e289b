package checkpoint

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unsafe"

	"github.com/gocheckpoint/checkpoint/runtime/objecthash"
)

// A captureRegistry holds the package variables whose values enter keys.
type captureRegistry struct {
	mu sync.RWMutex
	by map[string]*capture
}

// A capture is one package variable.
type capture struct {
	id   string
	once bool
	read func() (any, error)
	path []string // of the fields that lead to the part that counts
	own  bool     // the part is registered, and not the whole variable

	mu   sync.Mutex
	done bool
	sum  objecthash.Sum // of a once capture, when done
}

// RegisterCapture makes a captured package variable known. It is for the code
// that checkpointmanifest generates, and may run in an init function.
//
// id is the variable's id, "import/path.name". read gives a pointer to the
// variable, or what the directive's by= function returned; it is called at each
// call of a function that reads the variable, concurrently, or once in the
// process if once is set. What it gives is hashed by its static structure: to
// have the dynamic type of an interface enter the key, give a pointer to that.
// The result is always true.
func RegisterCapture(id string, once bool, read func() (any, error)) bool {
	process.registerCapture(id, once, read)
	return true
}

// RegisterCapturedField makes known what [CaptureAll] captures of a package
// variable, and no more of it: id is the variable's, fields name the way to the
// part, as "Sub.Rate", or are "" for all of it, and read gives a pointer to the
// variable. It is for the code that checkpointmanifest generates, as
// [RegisterCapture] is; the result is always true.
func RegisterCapturedField(id, fields string, read func() (any, error)) bool {
	process.registerCapturedField(id, fields, read)
	return true
}

func (env *environment) registerCapturedField(id, fields string, read func() (any, error)) {
	if fields == "" {
		env.registerCapture(id, false, read)
		return
	}
	env.addCapture(&capture{id: id + "." + fields, read: read, path: strings.Split(fields, "."), own: true})
}

func (env *environment) registerCapture(id string, once bool, read func() (any, error)) {
	env.addCapture(&capture{id: id, once: once, read: read})
}

func (env *environment) addCapture(c *capture) {
	r := &env.captures
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.by == nil {
		r.by = make(map[string]*capture)
	}
	r.by[c.id] = c
	env.generation.Add(1)
}

// named gives the captures of the given ids, or the first id that is not
// registered. An id with fields behind that of a variable, "import/path.cfg.Rate",
// is a part of it.
func (r *captureRegistry) named(ids []string) (list []*capture, missing string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, id := range ids {
		c := r.by[id]
		if c == nil {
			if c = r.part(id); c == nil {
				return nil, id
			}
			if c.once { // keeps its first value for all functions
				r.by[id] = c
			}
		}
		list = append(list, c)
	}
	return list, ""
}

// part finds the variable that id is a part of. Its name is what follows the
// last slash and a dot.
func (r *captureRegistry) part(id string) *capture {
	at := strings.LastIndexByte(id, '/') + 1
	for i := at; i < len(id); i++ {
		if id[i] != '.' {
			continue
		}
		if c := r.by[id[:i]]; c != nil && c.path == nil {
			return &capture{id: id, once: c.once, read: c.read, path: strings.Split(id[i+1:], ".")}
		}
	}
	return nil
}

// all gives all captures, sorted.
func (r *captureRegistry) all() []*capture {
	r.mu.RLock()
	defer r.mu.RUnlock()
	list := make([]*capture, 0, len(r.by))
	for _, c := range r.by {
		if c.path == nil || c.own {
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b *capture) int { return strings.Compare(a.id, b.id) })
	return list
}

// hash adds the variable to a key.
func (c *capture) hash(h *objecthash.Hasher, r *resolution) error {
	if !c.once {
		return c.value(h)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.done {
		own := objecthash.New(r.hashing)
		if err := c.value(own); err != nil {
			return err
		}
		c.sum, c.done = own.Sum(), true
	}
	h.Frame(c.sum[:])
	return nil
}

// forget makes the next call read a once capture anew.
func (c *capture) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done = false
}

func (c *capture) value(h *objecthash.Hasher) error {
	v, err := c.read()
	if err != nil {
		return fmt.Errorf("captured variable %s: %w", c.id, err)
	}
	value := reflect.ValueOf(v)
	if c.path != nil {
		if value, err = field(value, c.path); err != nil {
			return fmt.Errorf("captured variable %s: %w", c.id, err)
		}
	}
	if value.IsValid() { // by= may return an interface, whose dynamic type no identity fixes
		t := objecthash.TypeSum(value.Type())
		h.Frame(t[:])
	}
	if err := h.Value(value); err != nil {
		return fmt.Errorf("captured variable %s: %w", c.id, err)
	}
	return nil
}

// field follows a path of fields, through pointers, from a pointer to a
// variable. It gives a pointer to what is there, or the nil pointer that it met.
func field(v reflect.Value, path []string) (reflect.Value, error) {
	for _, name := range path {
		for v.Kind() == reflect.Pointer && v.Type().Elem().Kind() == reflect.Pointer && !v.IsNil() {
			v = v.Elem()
		}
		if v.Kind() == reflect.Pointer && v.IsNil() {
			return v, nil
		}
		if v.Kind() != reflect.Pointer || v.Type().Elem().Kind() != reflect.Struct {
			return v, fmt.Errorf("%s has no field %s: regenerate the manifest", v.Type(), name)
		}
		f, ok := v.Type().Elem().FieldByName(name)
		if !ok || len(f.Index) != 1 {
			return v, fmt.Errorf("%s has no field %s: regenerate the manifest", v.Type().Elem(), name)
		}
		v = reflect.NewAt(f.Type, unsafe.Add(v.UnsafePointer(), f.Offset)) // unexported, too
	}
	return v, nil
}

// errPanicked is wrapped by the error that stands for a panic in code that is
// not the function's own.
var errPanicked = errors.New("panicked")

// recovered turns a panic into an error. It is deferred around what must never
// break a call: hashing, stores, codecs.
func recovered(err *error) {
	if v := recover(); v != nil {
		*err = panicked(v)
	}
}

func panicked(v any) error { return fmt.Errorf("%w: %v", errPanicked, v) }
