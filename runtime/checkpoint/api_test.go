package checkpoint_test

import (
	"testing"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/runtime/store/memstore"
)

// What generated code calls, as it calls it.

type shape interface{ Area() int }

type rect struct{ w, h int }

func (r rect) Area() int { return r.w * r.h }

var scale = 1

var (
	_ = checkpoint.RegisterType[rect]()
	_ = checkpoint.RegisterCapture(tested+"_test.scale", false, func() (any, error) { return &scale, nil })
)

func scaled(w, h int) shape { return rect{w * scale, h * scale} }

func TestRegisteredTypesComeBackInsideInterfacesAndCapturesAreRead(t *testing.T) {
	f := checkpoint.Func(scaled, checkpoint.Store(memstore.New()))
	for i, step := range []struct {
		scale, area int
		computed    uint64
	}{{1, 6, 1}, {1, 6, 1}, {2, 24, 2}, {1, 6, 2}} {
		scale = step.scale
		if got := f.Call(2, 3).Area(); got != step.area || f.Stats().Computed != step.computed {
			t.Errorf("step %d: area %d after %d computations, want %d after %d", i, got, f.Stats().Computed, step.area, step.computed)
		}
	}
}
