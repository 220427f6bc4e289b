package checkpoint

// Over makes a layer over a handle, with a store and a lifetime of its own: what
// the layer doesn't find, it asks the handle below for, which may find it, or
// compute and remember it, too.
//
//	var Rates = checkpoint.Func(rates, checkpoint.TTL(24*time.Hour))        // on disk, for all processes
//	var Quick = checkpoint.Over(Rates, checkpoint.Memory(), checkpoint.TTL(time.Minute)) // in memory, before it
//
// A layer's keys are those of the handle below, as it was registered: identity,
// Version and what HashBy, NoHash, KeyBy and HashContext say. All other options
// are the layer's own, and not inherited. Rerun renews both, Fn is the function itself.
// What the handle below forgets, the layer may still have; what it gives out, the
// layer stores anew, so that ages add up.
//
// Over panics if inner is nil, and if opts say what enters keys: that belongs
// where the function is registered.
func Over[F any](inner *Function[F], opts ...Option) *Function[F] {
	if inner == nil || inner.core == nil {
		panic("checkpoint: Over(nil): give it what Func returned, in a variable that is initialized before")
	}
	below := inner.core
	f := new(registered[F])
	core := &f.core
	core.signature = below.signature
	core.env, core.id, core.caller, core.pc, core.generic = below.env, below.id, below.caller, below.pc, below.generic
	core.unregistered, core.store = below.unregistered, below.env.store
	core.inner = below
	o := new(options)
	core.options = o
	o.take(opts)
	problem := o.keyingProblem()
	if problem == "" {
		problem = o.contradiction()
	}
	if problem != "" {
		panic("checkpoint: Over " + core.id + ": " + problem)
	}
	// What decides keys is that of the handle below.
	b := below.options
	o.hashBy, o.noHash, o.keyBy, o.hashContext = b.hashBy, b.noHash, b.keyBy, b.hashContext
	o.version, o.bundled, o.static, o.captureAll = b.version, b.bundled, b.static, b.captureAll
	core.configure()
	core.off = below.off
	if !core.off && !core.unregistered {
		core.env.handles.addLayer(core)
	}
	f.bind(inner.Fn)
	return &f.handle
}

// keyingProblem says which option of a layer belongs to the function.
func (o *options) keyingProblem() string {
	var name string
	switch {
	case len(o.hashBy) > 0:
		name = "HashBy"
	case len(o.noHash) > 0:
		name = "NoHash"
	case o.keyBy != nil:
		name = "KeyBy"
	case o.hashContext != nil:
		name = "HashContext"
	case o.captureAll:
		name = "CaptureAll"
	case o.version != nil:
		name = "Version"
	case o.static:
		name = "Static"
	default:
		return ""
	}
	return name + " decides keys, which are those of the handle below: give it to the Func that made it"
}
