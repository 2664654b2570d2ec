/** What our gateway is compared with. */
package com.podi.benchmarks.bare;
