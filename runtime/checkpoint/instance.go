package checkpoint

import (
	"reflect"
	"sync"

	_ "github.com/gocheckpoint/checkpoint/runtime/typed" // generated code needs it: let vendor folders hold it
)

// An instanceRegistry knows instances of generic functions, whose names carry no
// type arguments, by the entry address of their code (rule F2 of the package
// comment).
type instanceRegistry struct {
	mu sync.Mutex
	by map[uintptr]string // id, "" if two instances have the same code
}

// RegisterInstance makes an instance of a generic function known by its id, as
// "import/path.Gen[int]", the type arguments with their import paths. It is for
// the code that checkpointmanifest generates, and must run before [Func] is given
// the instance. The result is always true.
func RegisterInstance(id string, fn any) bool {
	process.registerInstance(id, fn)
	return true
}

func (env *environment) registerInstance(id string, fn any) {
	r, pc := &env.instances, reflect.ValueOf(fn).Pointer()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.by == nil {
		r.by = make(map[uintptr]string)
	}
	if was, ok := r.by[pc]; ok && was != id {
		id = ""
	}
	r.by[pc] = id
}

// name gives the id of the instance at pc. shared tells that it has several.
func (r *instanceRegistry) name(pc uintptr) (id string, shared bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	id, ok := r.by[pc]
	return id, ok && id == ""
}
