/** The program that the S3 part runs. */
package com.podi.parts.s3;
