package ways

// Package variables that initialization writes.

type TVarPtrWrite struct{}

func (TVarPtrWrite) Do() int { return 1 }

var vw_VarPtrWrite Doer

func VarPtrWrite() (result int) {
	p := &vw_VarPtrWrite
	*p = TVarPtrWrite{}
	return vw_VarPtrWrite.Do()
}

type TVarFromInit struct{}

func (TVarFromInit) Do() int { return 1 }

var vx_VarFromInit Doer

func init() { vx_VarFromInit = TVarFromInit{} }

func VarFromInit() (result int) {
	return vx_VarFromInit.Do()
}

type TVarFromInitHelper struct{}

func (TVarFromInitHelper) Do() int { return 1 }

var vx_VarFromInitHelper Doer

func init()                        { set_VarFromInitHelper(TVarFromInitHelper{}) }
func set_VarFromInitHelper(d Doer) { vx_VarFromInitHelper = d }

func VarFromInitHelper() (result int) {
	return vx_VarFromInitHelper.Do()
}

type TVarFromInitPtr struct{}

func (TVarFromInitPtr) Do() int { return 1 }

var vx_VarFromInitPtr struct{ d Doer }

func init() { p := &vx_VarFromInitPtr; p.d = TVarFromInitPtr{} }

func VarFromInitPtr() (result int) {
	return vx_VarFromInitPtr.d.Do()
}

type TVarFromInitMap struct{}

func (TVarFromInitMap) Do() int { return 1 }

var vx_VarFromInitMap = map[string]Doer{}

func init() { m := vx_VarFromInitMap; m["a"] = TVarFromInitMap{} }

func VarFromInitMap() (result int) {
	return vx_VarFromInitMap["a"].Do()
}

type TVarFromInitMethod struct{}

func (TVarFromInitMethod) Do() int { return 1 }

type HVarFromInitMethod struct{ d Doer }

var vx_VarFromInitMethod HVarFromInitMethod

func (h *HVarFromInitMethod) set(d Doer) { h.d = d }
func init()                              { vx_VarFromInitMethod.set(TVarFromInitMethod{}) }

func VarFromInitMethod() (result int) {
	return vx_VarFromInitMethod.d.Do()
}

type TVarFromInitSlice struct{}

func (TVarFromInitSlice) Do() int { return 1 }

var vx_VarFromInitSlice = make([]Doer, 1)

func init() { copy(vx_VarFromInitSlice, []Doer{TVarFromInitSlice{}}) }

func VarFromInitSlice() (result int) {
	return vx_VarFromInitSlice[0].Do()
}

type TVarFromOtherVar struct{}

func (TVarFromOtherVar) Do() int { return 1 }

var vx_VarFromOtherVar Doer
var _ = func() int { vx_VarFromOtherVar = TVarFromOtherVar{}; return 1 }()

func VarFromOtherVar() (result int) {
	return vx_VarFromOtherVar.Do()
}

type TVarFromGo struct{}

func (TVarFromGo) Do() int { return 1 }

var vx_VarFromGo Doer
var vd_VarFromGo = make(chan int)

func init() { go func() { vx_VarFromGo = TVarFromGo{}; close(vd_VarFromGo) }() }

func VarFromGo() (result int) {
	<-vd_VarFromGo
	return vx_VarFromGo.Do()
}

type TVarArrayPtr struct{}

func (TVarArrayPtr) Do() int { return 1 }

var va_VarArrayPtr [1]Doer

func init() { p := &va_VarArrayPtr[0]; *p = TVarArrayPtr{} }

func VarArrayPtr() (result int) {
	return va_VarArrayPtr[0].Do()
}

type TVarClosure struct{}

func (TVarClosure) Do() int { return 1 }

var vc_VarClosure Doer

func init() { set := func(d Doer) { vc_VarClosure = d }; set(TVarClosure{}) }

func VarClosure() (result int) {
	return vc_VarClosure.Do()
}

type TVarRange struct{}

func (TVarRange) Do() int { return 1 }

var vr_VarRange = []Doer{nil}

func init() {
	for i := range vr_VarRange {
		vr_VarRange[i] = TVarRange{}
	}
}

func VarRange() (result int) {
	n := 0
	for _, d := range vr_VarRange {
		n += d.Do()
	}
	return n
}

type TVarRangeAssign struct{}

func (TVarRangeAssign) Do() int { return 1 }

var vra_VarRangeAssign Doer

func init() {
	for _, vra_VarRangeAssign = range []TVarRangeAssign{{}} {
	}
}

func VarRangeAssign() (result int) {
	return vra_VarRangeAssign.Do()
}

type TVarRecv struct{}

func (TVarRecv) Do() int { return 1 }

var vrc_VarRecv Doer

func init() {
	c := make(chan TVarRecv, 1)
	c <- TVarRecv{}
	select {
	case vrc_VarRecv = <-c:
	}
}

func VarRecv() (result int) {
	return vrc_VarRecv.Do()
}

type TVarMapOfFunc struct{}

func (TVarMapOfFunc) Do() int { return 1 }

var vmf_VarMapOfFunc map[string]func() int

func init()                                   { vmf_VarMapOfFunc = map[string]func() int{}; add_VarMapOfFunc("a", one_VarMapOfFunc) }
func add_VarMapOfFunc(s string, f func() int) { vmf_VarMapOfFunc[s] = f }
func one_VarMapOfFunc() int                   { return TVarMapOfFunc{}.Do() }

func VarMapOfFunc() (result int) {
	return vmf_VarMapOfFunc["a"]()
}

type TVarAppend struct{}

func (TVarAppend) Do() int { return 1 }

var vap_VarAppend []func() int
var _ = addv_VarAppend()

func addv_VarAppend() bool { vap_VarAppend = append(vap_VarAppend, TVarAppend{}.Do); return true }

func VarAppend() (result int) {
	return vap_VarAppend[0]()
}

type TVarDeferred struct{}

func (TVarDeferred) Do() int { return 1 }

var vdf_VarDeferred Doer

func init() { defer func() { vdf_VarDeferred = TVarDeferred{} }() }

func VarDeferred() (result int) {
	return vdf_VarDeferred.Do()
}

type TVarSwapped struct{}

func (TVarSwapped) Do() int { return 1 }

var vsw_VarSwapped, vsx_VarSwapped Doer = nil, TVarSwapped{}

func init() { vsw_VarSwapped, vsx_VarSwapped = vsx_VarSwapped, vsw_VarSwapped }

func VarSwapped() (result int) {
	return vsw_VarSwapped.Do()
}

type TVarAlias struct{}

func (TVarAlias) Do() int { return 1 }

var vbase_VarAlias = map[string]Doer{}
var val_VarAlias = vbase_VarAlias

func init() { vbase_VarAlias["a"] = TVarAlias{} }

func VarAlias() (result int) {
	return val_VarAlias["a"].Do()
}

type TVarAliasSlice struct{}

func (TVarAliasSlice) Do() int { return 1 }

var vbase_VarAliasSlice = make([]Doer, 2)
var val_VarAliasSlice = vbase_VarAliasSlice[:1]

func init() { vbase_VarAliasSlice[0] = TVarAliasSlice{} }

func VarAliasSlice() (result int) {
	return val_VarAliasSlice[0].Do()
}

type TVarAliasFunc struct{}

func (TVarAliasFunc) Do() int { return 1 }

var vbase_VarAliasFunc = map[string]Doer{}
var val_VarAliasFunc = func() Doer { return vbase_VarAliasFunc["a"] }

func init() { vbase_VarAliasFunc["a"] = TVarAliasFunc{} }

func VarAliasFunc() (result int) {
	return val_VarAliasFunc().Do()
}

type TVarViaParam struct{}

func (TVarViaParam) Do() int { return 1 }

var vvp_VarViaParam = map[string]Doer{}

func init()                              { fill_VarViaParam(vvp_VarViaParam) }
func fill_VarViaParam(m map[string]Doer) { m["a"] = TVarViaParam{} }

func VarViaParam() (result int) {
	return vvp_VarViaParam["a"].Do()
}

type TVarViaMethod struct{}

func (TVarViaMethod) Do() int { return 1 }

type RVarViaMethod struct{ m map[string]Doer }

var vvm_VarViaMethod = RVarViaMethod{map[string]Doer{}}

func (r RVarViaMethod) add(d Doer) { r.m["a"] = d }
func init()                        { vvm_VarViaMethod.add(TVarViaMethod{}) }

func VarViaMethod() (result int) {
	return vvm_VarViaMethod.m["a"].Do()
}

type TVarViaIface struct{}

func (TVarViaIface) Do() int { return 1 }

type RVarViaIface struct{ m map[string]Doer }

var vvi_VarViaIface = &RVarViaIface{map[string]Doer{}}

func (r *RVarViaIface) add(d Doer) { r.m["a"] = d }
func init()                        { var a interface{ add(Doer) } = vvi_VarViaIface; a.add(TVarViaIface{}) }

func VarViaIface() (result int) {
	return vvi_VarViaIface.m["a"].Do()
}
