// Package app has findings of three checks.
package app

import (
	"fmt"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

func report(n int) string {
	fmt.Println(n)
	return time.Now().String()
}

var Report = checkpoint.Func(report)

func wait(done chan int) int { return 0 }

var Wait = checkpoint.Func(wait)
