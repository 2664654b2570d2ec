/**
 * The image-process family of Baidu AI Cloud: colourize, image_quality_enhance, contrast_enhance, dehaze and the like, all of
 * which take one picture and answer one.
 *
 * <p>Known from the public documentation (https://ai.baidu.com/ai-doc/IMAGEPROCESS, its page on tokens
 * https://ai.baidu.com/ai-doc/REFERENCE/Ck3dwjhhu and its lists of error codes, such as
 * https://ai.baidu.com/ai-doc/ANTIPORN/tk3h6xcwe) and the public clients (https://github.com/Baidu-AIP/java-sdk,
 * {@code ImageProcessConsts}; https://github.com/Baidu-AIP/python-sdk, {@code aip/imageprocess.py}): a token is had from
 * {@code /oauth/2.0/token} for an API key and a secret key, lasts 30 days and goes into the query; the picture goes as Base64
 * in a form; errors are {@code {"error_code","error_msg"}} with the status 200; 110 and 111 mean that the token is no longer
 * valid, 4, 17, 18 and 19 that a quota is used up, 2162xx that the picture is not to its taste. A key is kept as
 * {@code <API Key>:<Secret Key>}.
 *
 * <p>Not verified, for want of an account: that all of the family answer in the member {@code image}, and which of the codes
 * come with another status than 200.
 */
@NullMarked
package com.podi.taskworker.executor.baidu;

import org.jspecify.annotations.NullMarked;
