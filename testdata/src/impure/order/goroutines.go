package order

import (
	"context"
	"errors"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

// Flagged.

func fanIn(n int) (out []int) {
	c := make(chan int)
	for i := range n {
		go func() { c <- i }()
	}
	for range n {
		out = append(out, <-c) // want `fanIn depends on the order in which goroutines finish: append to out$`
	}
	return out
}

func fanInSelect(ctx context.Context, n int) (out []int, err error) {
	c := make(chan int)
	for i := range n {
		go func() { c <- i }()
	}
	for len(out) < n {
		select {
		case v := <-c:
			out = append(out, v) // want `fanInSelect depends on the order in which goroutines finish: append to out$`
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return out, nil
}

func produce(n int, to chan<- int) { to <- n }

func named(n int) (out []int) {
	c := make(chan int)
	for i := range n {
		go produce(i, c)
	}
	for range n {
		v := <-c
		out = append(out, v) // want `named depends on the order in which goroutines finish: append to out$`
	}
	return out
}

func work(n int, to chan int) { to <- n }

func neighbours(n int) (out []int) {
	c := make(chan int)
	for i := range n {
		go work(i, c)
	}
	for range n {
		out = append(out, <-c) // want `neighbours depends on the order in which goroutines finish: append to out$`
	}
	return out
}

func stored(n int) int64 {
	var last atomic.Int64
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			last.Store(int64(i)) // want `stored depends on the order in which goroutines finish: last.Store$`
		})
	}
	wg.Wait()
	return last.Load()
}

func floats(list []float64) (sum float64) {
	c := make(chan float64)
	for _, v := range list {
		go func() { c <- v * v }()
	}
	for range list {
		sum += <-c // want `floats depends on the order in which goroutines finish: sum$`
	}
	return sum
}

func firstAnswer(n int) int {
	c := make(chan int, n)
	for i := range n {
		go func() { c <- i }()
	}
	return <-c // want `firstAnswer depends on the order in which goroutines finish: <-c$`
}

func twoAnswers(n int) int {
	c := make(chan int, 2)
	go func() { c <- n }()
	go func() { c <- -n }()
	return <-c // want `twoAnswers depends on the order in which goroutines finish: <-c$`
}

func groupAnswers(n int) int {
	c := make(chan int, 2)
	var wg sync.WaitGroup
	wg.Go(func() { c <- n })
	wg.Go(func() { c <- -n })
	return <-c // want `groupAnswers depends on the order in which goroutines finish: <-c$`
}

func lastWriter(n int) (last int) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			last = i // want `lastWriter depends on the order in which goroutines finish: last$`
		})
	}
	wg.Wait()
	return last
}

func spawned(n int) (out []string) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range n {
		wg.Add(1)
		go locked(&mu, &wg, &out, time.Duration(n).String())
	}
	wg.Wait()
	return out
}

func spawnedEach(names []string) (out []string) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go locked(&mu, &wg, &out, name) // want `spawnedEach depends on the order in which goroutines finish: locked$`
	}
	wg.Wait()
	return out
}

func locked(mu *sync.Mutex, wg *sync.WaitGroup, out *[]string, s string) {
	defer wg.Done()
	mu.Lock()
	defer mu.Unlock()
	*out = append(*out, s)
}

func late(n int) int {
	done := make(chan int)
	go func() { done <- n }()
	select { // want `late depends on which channel is ready first: select$`
	case v := <-done:
		return v
	case <-time.After(time.Second):
		return -1
	}
}

// Not flagged.

func summed(n int) (sum int) {
	c := make(chan int)
	for i := range n {
		go func() { c <- i }()
	}
	for range n {
		sum += <-c
	}
	return sum
}

func bothAnswers(list []int) int {
	c := make(chan int)
	half := func(part []int) {
		sum := 0
		for _, v := range part {
			sum += v
		}
		c <- sum
	}
	go half(list[:len(list)/2])
	go half(list[len(list)/2:])
	x, y := <-c, <-c
	return x + y
}

func separateAnswers(n int) int {
	a, b := make(chan int), make(chan int)
	go func() { a <- n }()
	go func() { b <- -n }()
	return 2*<-a + <-b
}

func rangedAnswers(n int) (sum int) {
	c := make(chan int)
	var wg sync.WaitGroup
	wg.Go(func() { c <- n })
	wg.Go(func() { c <- -n })
	go func() { wg.Wait(); close(c) }()
	sum = <-c
	for v := range c {
		sum += v
	}
	return sum
}

func numberedAnswers(n int) []int {
	type answer struct{ i, v int }
	c := make(chan answer)
	for i := range n {
		go func() { c <- answer{i, i * i} }()
	}
	out := make([]int, n)
	for range n {
		a := <-c
		out[a.i] = a.v
	}
	return out
}

func oneEach(list []int) (out []int) {
	for _, v := range list {
		c := make(chan int)
		go func() { c <- v * v }()
		out = append(out, <-c)
	}
	return out
}

func lockstep(list []int) (out []int) {
	c := make(chan int)
	for _, v := range list {
		go func() { c <- v * v }()
		out = append(out, <-c)
	}
	return out
}

func limited(n int) []int {
	slots := make(chan struct{}, 4)
	out := make([]int, n)
	var wg sync.WaitGroup
	for i := range n {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			out[i] = i
		})
	}
	wg.Wait()
	return out
}

func batches(list [][]int) (last int) {
	for _, part := range list {
		var wg sync.WaitGroup
		wg.Go(func() { last = len(part) })
		wg.Wait()
	}
	return last
}

func found(list []int) (any bool) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, v := range list {
		wg.Go(func() {
			if v < 0 {
				mu.Lock()
				defer mu.Unlock()
				any = true
			}
		})
	}
	wg.Wait()
	return any
}

func top(list []int) (most int) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, v := range list {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			if v > most {
				most = v
			}
		})
	}
	wg.Wait()
	return most
}

func tooLate(n int) (int, error) {
	done := make(chan int)
	go func() { done <- n }()
	select {
	case v := <-done:
		return v, nil
	case <-time.After(time.Second):
		return 0, errors.New("too late")
	}
}

func interrupted(n int, stop <-chan os.Signal) (int, error) {
	done := make(chan int)
	go func() { done <- n }()
	select {
	case v := <-done:
		return v, nil
	case <-stop:
		return 0, errors.New("interrupted")
	}
}

type library struct {
	mu    sync.Mutex
	known []string
}

func (l *library) size(name string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.known = append(l.known, name)
	return len(name)
}

func (l *library) sizes(names []string) []int {
	out := make([]int, len(names))
	var wg sync.WaitGroup
	for i, name := range names {
		wg.Go(func() { out[i] = l.size(name) })
	}
	wg.Wait()
	return out
}

var (
	_ = checkpoint.Func(fanIn)
	_ = checkpoint.Func(fanInSelect)
	_ = checkpoint.Func(named)
	_ = checkpoint.Func(floats)
	_ = checkpoint.Func(neighbours)
	_ = checkpoint.Func(stored)
	_ = checkpoint.Func(firstAnswer)
	_ = checkpoint.Func(twoAnswers)
	_ = checkpoint.Func(groupAnswers)
	_ = checkpoint.Func(lastWriter)
	_ = checkpoint.Func(spawned)
	_ = checkpoint.Func(spawnedEach)
	_ = checkpoint.Func(late)

	_ = checkpoint.Func(summed)
	_ = checkpoint.Func(bothAnswers)
	_ = checkpoint.Func(separateAnswers)
	_ = checkpoint.Func(rangedAnswers)
	_ = checkpoint.Func(numberedAnswers)
	_ = checkpoint.Func(oneEach)
	_ = checkpoint.Func(lockstep)
	_ = checkpoint.Func(limited)
	_ = checkpoint.Func(batches)
	_ = checkpoint.Func(found)
	_ = checkpoint.Func(top)
	_ = checkpoint.Func(tooLate)
	_ = checkpoint.Func(interrupted)
	_ = checkpoint.Func((*library).sizes)
)
