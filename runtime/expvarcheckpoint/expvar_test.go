package expvarcheckpoint_test

import (
	"encoding/json"
	"expvar"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/runtime/expvarcheckpoint"
	"github.com/gocheckpoint/checkpoint/runtime/store/memstore"
)

func double(n int) int { return 2 * n }

func triple(n int) int { return 3 * n }

// counts reads a variable as /debug/vars shows it.
func counts(t *testing.T, name, function string) map[string]float64 {
	t.Helper()
	var all map[string]map[string]float64
	if err := json.Unmarshal([]byte(expvar.Get(name).String()), &all); err != nil {
		t.Fatal(err)
	}
	for id, of := range all {
		if strings.HasSuffix(id, "."+function) {
			return of
		}
	}
	t.Fatalf("nothing of %s: %v", function, all)
	return nil
}

func TestObserverCountsEachFunctionApart(t *testing.T) {
	count := checkpoint.New(expvarcheckpoint.Observer("apart"), checkpoint.Store(memstore.New()))
	d, tr := checkpoint.Func(double, count), checkpoint.Func(triple, count)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() { tr.Call(1) })
	}
	wg.Wait()
	d.Call(1)
	d.Call(1)
	d.Call(1)
	d.Call(2)
	got := counts(t, "apart", "double")
	if got["hits"] != 2 || got["misses"] != 2 || got["stores"] != 2 || got["bytes_stored"] <= 0 || got["seconds_computing"] <= 0 {
		t.Errorf("double: %v", got)
	}
	if got := counts(t, "apart", "triple"); got["hits"] != 3 || got["misses"] != 1 {
		t.Errorf("triple: %v", got)
	}
}

func TestNamesThatAreTakenAreRefused(t *testing.T) {
	expvar.NewInt("taken")
	defer func() {
		if v := recover(); v == nil || !strings.Contains(fmt.Sprint(v), "another name") {
			t.Errorf("panic is %v", v)
		}
	}()
	expvarcheckpoint.Observer("taken")
}

func Example() {
	rates := checkpoint.Func(double, expvarcheckpoint.Observer("checkpoint"), checkpoint.Store(memstore.New()))
	rates.Call(1)
	rates.Call(1)
	fmt.Println(expvar.Get("checkpoint").(*expvar.Map).Get("github.com/gocheckpoint/checkpoint/runtime/expvarcheckpoint_test.double").(*expvar.Map).Get("hits"))
	// Output: 1
}
