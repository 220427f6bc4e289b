// Package bodiless calls what isn't written in Go.
package bodiless

import (
	_ "unsafe" // for go:linkname

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

// dot is written in assembly.
func dot(a, b []float64) float64 // want `^cannot determine whether dot is pure: it runs what has no body in Go$`

// sum is, too.
//
//checkpoint:ignore impure it adds
func sum(a []float64) float64

//go:linkname nanotime runtime.nanotime
func nanotime() int64

func assembly(a []float64) float64 {
	return dot(a, a) // want `^cannot determine whether assembly is pure: it runs what has no body in Go at bodiless.go:11, by way of dot$`
}

func both(a []float64) float64 {
	return dot(a, a) + float64(nanotime()) // want `^cannot determine whether both is pure: it runs what has no body in Go at bodiless.go:11, by way of dot$`
}

func linked(n int) int64 {
	return nanotime() // want `^cannot determine whether linked is pure: it runs what has no body in Go at bodiless.go:19, by way of nanotime$`
}

func added(a []float64) float64 { return sum(a) }

var (
	_ = checkpoint.Func(assembly)
	_ = checkpoint.Func(both)
	_ = checkpoint.Func(linked)
	_ = checkpoint.Func(added)
	_ = checkpoint.Func(dot)
)

// What cgo makes of calls of C.

func _Cfunc_now() int64 { return _cgo_call() }

func _Cfunc_free(p *byte) { _cgo_call() }

func _cgo_call() int64

func _cgoCheckPointer(any, any)

func c(n int) int64 {
	return (_Cfunc_now)() // want `^cannot determine whether c is pure: it calls C.now$`
}

func memory(p *byte) int {
	func() { _cgo0 := p; _cgoCheckPointer(_cgo0, nil); _Cfunc_free(_cgo0) }()
	return 1
}

var (
	_ = checkpoint.Func(c)
	_ = checkpoint.Func(memory)
)
