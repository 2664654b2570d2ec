package com.podi.comfydouble;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A node on 127.0.0.1 that does what ComfyUI does with graphs that need no model, over HTTP and WebSocket, and that can be
 * told to fail in the ways in which nodes fail. Several may live in one JVM.
 */
public final class ComfyNodeDouble implements AutoCloseable {

    private static final int LARGEST_HEADROOM = 1 << 20;

    /**
     * @param port 0 for any
     * @param historyCap how many prompts are remembered
     * @param largestBody of a request, in bytes
     * @param clock of the node, which may be wrong
     */
    public record Options(Release release, int port, int historyCap, long largestBody, Clock clock) {

        public static Options of(Release release) {
            return new Options(release, 0, 10_000, 104_857_600, Clock.systemUTC());
        }

        public Options onPort(int wanted) {
            return new Options(release, wanted, historyCap, largestBody, clock);
        }

        public Options remembering(int prompts) {
            return new Options(release, port, prompts, largestBody, clock);
        }

        public Options takingAtMost(long bytes) {
            return new Options(release, port, historyCap, bytes, clock);
        }

        public Options by(Clock wanted) {
            return new Options(release, port, historyCap, largestBody, wanted);
        }
    }

    private final Options options;
    private final Faults faults = new Faults();
    private final Folders folders = new Folders();
    private final NodeState state;
    private final Sockets sockets;
    private final Engine engine;
    private final Routes routes;
    private final List<Recorded> requests = new CopyOnWriteArrayList<>();
    private final EventLoopGroup threads = new MultiThreadIoEventLoopGroup(
            2, new DefaultThreadFactory("comfyui-double", true), NioIoHandler.newFactory());
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    private Channel server;

    private ComfyNodeDouble(Options options) {
        this.options = options;
        NodeTypes types = new NodeTypes();
        state = new NodeState(options.historyCap());
        sockets = new Sockets(state, faults);
        engine = new Engine(state, types, folders, sockets, faults, options.release(), options.clock());
        routes = new Routes(
                state, types, folders, sockets, faults, options.release(), options.clock(), options.largestBody());
        server = listen(options.port());
        engine.start();
    }

    public static ComfyNodeDouble start(Release release) {
        return start(Options.of(release));
    }

    public static ComfyNodeDouble start(Options options) {
        return new ComfyNodeDouble(options);
    }

    private Channel listen(int port) {
        return new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.add(channel);
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator((int)
                                        Math.min(Integer.MAX_VALUE / 2, options.largestBody() + LARGEST_HEADROOM)))
                                .addLast(new HttpHandler(routes, sockets, faults, requests::add));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .syncUninterruptibly()
                .channel();
    }

    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public Release release() {
        return options.release();
    }

    public Faults faults() {
        return faults;
    }

    /** Every request so far, in the order in which they arrived. */
    public List<Recorded> requests() {
        return List.copyOf(requests);
    }

    /** Those with this method and path, with or without {@code /api}. */
    public List<Recorded> requests(String method, String path) {
        return requests.stream()
                .filter(request -> request.method().equals(method)
                        && (request.path().equals(path) || request.path().equals("/api" + path)))
                .toList();
    }

    /** Prompts start, and stop before their first node. */
    public void hold() {
        engine.hold();
    }

    /** One node is executed. */
    public void step() {
        engine.step();
    }

    public void letGo() {
        engine.release();
    }

    /** Nothing starts any more: what is submitted waits. */
    public void startNothing(boolean paused) {
        state.pause(paused);
    }

    /** The id of what runs; empty if nothing does. */
    public Optional<String> running() {
        return Optional.ofNullable(state.running()).map(Prompt::id);
    }

    /** @return whether it ran within this time */
    public boolean awaitRunning(Duration patience) throws InterruptedException {
        return state.awaitTrue(() -> state.running() != null, patience.toMillis());
    }

    public boolean awaitIdle(Duration patience) throws InterruptedException {
        return state.awaitTrue(() -> state.remaining() == 0, patience.toMillis());
    }

    /** Somebody else at the node. */
    public void somebodyInterrupts() {
        state.interrupt(null);
    }

    public void somebodyDeletes(String promptId) {
        state.delete(promptId);
    }

    /** Prompts that were executed, to whatever end. */
    public long executed() {
        return engine.executed();
    }

    /** How long the node took for all of them. */
    public Duration executionTime() {
        return engine.executionTime();
    }

    public int openSockets() {
        return sockets.openNow();
    }

    public int socketsOpenedEver() {
        return sockets.openedEver();
    }

    /** Where results lie. */
    public Path output() {
        return folders.of("output");
    }

    /** The process dies and comes back on the same port: memory is empty, the disk is as it was. */
    public void restart(Duration down) {
        int port = port();
        server.close().syncUninterruptibly();
        state.restart(faults.replaysQueue());
        connections.close().syncUninterruptibly();
        engine.release();
        engine.abandon();
        folders.wipeTemp();
        try {
            Thread.sleep(down.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server = listen(port);
        engine.start();
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        state.restart(false);
        connections.close().syncUninterruptibly();
        engine.release();
        engine.abandon();
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        folders.delete();
    }
}
