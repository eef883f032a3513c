package dev.trainyard.queue.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.protocol.CommandHandler;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Closes a connection whose server answers READONLY, because it is no longer the master. The client
 * then reconnects and asks the sentinels (or the name server) for the new master; otherwise it
 * would stay with the old one forever.
 */
public final class ReadOnlyGuard extends ChannelInboundHandlerAdapter {
  private static final ByteBuf READ_ONLY =
      Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("-READONLY", US_ASCII)).asReadOnly();

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    boolean demoted = message instanceof ByteBuf answer && startsWithReadOnly(answer);
    context.fireChannelRead(message);
    if (demoted) {
      var unused = context.close();
    }
  }

  private static boolean startsWithReadOnly(ByteBuf answer) {
    int length = READ_ONLY.readableBytes();
    return answer.readableBytes() >= length
        && ByteBufUtil.equals(READ_ONLY, 0, answer, answer.readerIndex(), length);
  }

  /** Installs the guard where replies are decrypted but not yet parsed. */
  public static final class Customizer implements NettyCustomizer {

    @Override
    public void afterChannelInitialized(Channel channel) {
      ChannelHandlerContext commands = channel.pipeline().context(CommandHandler.class);
      if (commands != null) {
        channel.pipeline().addBefore(commands.name(), "read-only-guard", new ReadOnlyGuard());
      }
    }
  }
}
